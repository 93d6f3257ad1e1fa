import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { madeUpProvider } from '../../config/settings.ts';
import { checkCalls } from '../crawl/check-calls.ts';
import { babble, overTheLine } from '../town/sound/made-up.ts';
import { writeWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';

/** `./holos check calls` on a small set: one hotline, one language, what the keys of the first questions lead to. */
let home: string;
let world: World;
// A try of its own world: those who called once have a language, and are not asked for it again.
beforeEach(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holos-crawl-'));
  // A recording that has come out without sound: nobody would notice but those who call.
  mkdirSync(path.join(home, 'prompts', 'uk'), { recursive: true });
  await writeWav(path.join(home, 'prompts', 'uk', 'language.any-time.wav'), new Int16Array(16_000));
  // And one that was recorded with the gain turned all the way up.
  await writeWav(path.join(home, 'prompts', 'uk', 'notice.recorded.wav'), overTheLine(babble(7, 2), 8, 0));
  world = await startWorld({ company: '8800', settings: { home, smsCommand: madeUpProvider } });
});
afterEach(async () => {
  await world.stop();
  rmSync(home, { recursive: true, force: true });
});

test('the tree with times, the way to a person, and the prompts that are silent or overdriven', async () => {
  const lines: string[] = [];
  const findings = await checkCalls(world, {
    ...{ hotlines: undefined, languages: ['uk'], depth: 1, atOnce: 6 },
    print: (line) => lines.push(...line.split('\n')),
  });
  const all = lines.join('\n');
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}1 +\d\.\d s → leaveRequest: request\.what “/));
  // Where SMS is sent, the emergency service's number may be had by SMS.
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {4}7 +\d\.\d s → emergencyNumber: emergency-number\.sms “/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}0 +\d\.\d s → a person/));
  // At a known breakdown 1 joins it, and without it the menu goes on, too.
  const atBreakdown = lines.slice(lines.findIndex((line) => line.includes('at a known breakdown')) + 1);
  expect(atBreakdown.slice(0, 7)).toEqual([
    expect.stringMatching(/^calls +\d+\.\d s → knownBreakdown: known-breakdown\.join “/),
    expect.stringMatching(/^ {4}1 +\d+\.\d s → mainMenu: main “/),
    expect.stringMatching(/^ {4}\* +\d+\.\d s → knownBreakdown: known-breakdown\.join “/),
    expect.stringMatching(/^ {4}9 +\d+\.\d s → changeLanguage: language “/),
    expect.stringMatching(/^ {8}1 +not walked$/),
    expect.stringMatching(/^ {4}silence +\d+\.\d s → mainMenu: main “/),
    expect.stringMatching(/^ {4}0 +\d+\.\d s → a person/),
  ]);
  const [, hungUp, questions] = /hung up at (\d+) of (\d+) questions/.exec(all) ?? [];
  expect(Number(hungUp)).toBeGreaterThan(10);
  expect(hungUp).toBe(questions);
  expect(all).toMatch(/0 pressed at once: \d+\.\d s, 1 key/);
  const wrong = lines.slice(lines.findIndex((line) => line.startsWith('Findings')) + 1, -1);
  expect(wrong.slice(0, findings).sort()).toEqual([
    expect.stringMatching(/uk: language\.any-time “.+”: its file is silent$/),
    expect.stringMatching(/uk: notice\.recorded “.+”: its file is too loud: \d+ peaks are cut off$/),
  ]);
}, 240_000);
