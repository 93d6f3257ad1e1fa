import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Saying } from './repertoire.ts';
import { phraseOf } from './sound/phrase.ts';
import { ToldApart } from './told-apart.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'told-apart-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const saying = (name: string, loudness: number): Saying => ({
  ...{ name, prompt: name, language: 'uk', parameters: {}, words: name },
  phrase: phraseOf([new Int16Array(16_000).fill(loudness)]),
});

test('what was found is there for the next one, in whatever order the others come, and not for another sound', async () => {
  const [one, two, three] = [saying('one', 1000), saying('two', 2000), saying('three', 3000)];
  let searches = 0;
  const find = async () => {
    searches++;
    return 9_600;
  };
  const needed = (what: Saying, others: Saying[]) => new ToldApart(folder).needed(what, others, find);
  expect(await needed(one, [two, three])).toBe(9_600);
  expect(await needed(saying('one', 1000), [three, two])).toBe(9_600);
  expect(searches).toBe(1);
  expect(readdirSync(folder)).toHaveLength(1);
  await needed(saying('one', 1001), [two, three]);
  await needed(one, [two, saying('three', 3001)]);
  await needed(one, [two]);
  expect(searches).toBe(4);
});
