import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { companyFile } from '../../config/load-company.ts';
import { recordingsRoot } from '../../recordings/folder.ts';
import type { TownCall } from '../town/call.ts';
import { readWav } from '../town/sound/wav.ts';
import { startWorld, type World } from '../town/world.ts';
import { eventually, goesTo, promptsIn, stepsOfLast } from './goes-to.ts';
import { heardIn } from './heard-in.ts';
import { lineTone } from './line-tone.ts';
import { personalIn } from './nothing-personal.ts';
import { type SmsProgram, smsProgram } from './sms-program.ts';
import { choosesLeak, choosesLeakAndTelling } from './tells-of-leak.ts';

/** A request by voice, by real calls: the caller hears what the register holds. */
let world: World;
let program: SmsProgram;
/** The longest message of the company in this file. */
const longestMin = 0.2;
beforeAll(async () => {
  program = await smsProgram();
  world = await startWorld({
    company: await companyWith(`longestMessageMin: ${longestMin}`),
    settings: { smsCommand: program.command },
  });
});
afterAll(async () => {
  await world.stop();
  await program.remove();
});

/** The company of 750-600 with another rule for each of its hotlines. */
async function companyWith(rule: string): Promise<string> {
  const text = await readFile(companyFile('750-600'), 'utf8');
  const file = path.join(os.tmpdir(), `holos-request-${process.pid}.yaml`);
  await writeFile(file, text.replaceAll('    emergencyNumber:', `    ${rule}\n    emergencyNumber:`));
  return file;
}

const known = '+380501112233';
let strangers = 100;
const stranger = () => `+3805077${String(strangers++).padStart(5, '0')}`;

interface Row {
  number: string;
  category: string;
  resident_id: number | null;
  message_file: string | null;
  message_ms: number | null;
  phone: string;
}
const requestsOf = (phone: string): Promise<Row[]> =>
  world.db('requests').where({ phone }).whereNotNull('message_file').orderBy('id');

const enters = (number: string) => goesTo(world, number, '1');

async function speaks(call: TownCall): Promise<void> {
  await call.says(await world.town.sentence('leak', 'uk'));
}

/** By then the recording has surely begun. */
const later = { fromMs: 1_500 };

/** Somebody unknown who is asked to say the address, too: up to the signal. */
async function saysTheAddress(number: string): Promise<TownCall> {
  const call = await enters(number);
  await choosesLeakAndTelling(call);
  return call;
}

/** What a request was recorded with. */
async function spokenMessage(request: Row | undefined): Promise<Int16Array> {
  return readWav(path.join(recordingsRoot(world.settings), `${request?.message_file}.wav`));
}

// Each test is a call of its own: they go on at the same time, as calls do.
describe.concurrent('a request by voice', () => {
  test('a known resident: category in two steps, at home, a message heard again and sent, its number, the register', async ({
    expect,
  }) => {
    const before = (await requestsOf(known)).length;
    const call = await enters(known);
    await choosesLeak(call);
    await call.hears('request.where.own');
    await call.presses('1');
    await call.heardWhole('request.record');
    await speaks(call);
    await call.presses('#');
    await call.hears('request.review');
    const listenedFrom = call.heard().length;
    await call.presses('2');
    await call.hears('request.review', {}, { limitMs: 20_000 });
    // What he said himself, and nothing else, stands between the two.
    expect(
      await heardIn(call.heard().slice(listenedFrom), await world.town.sentence('leak', 'uk'), later),
    ).toBeGreaterThan(0.8);
    // Twice, to be sure: it is sent once, and no other request is begun.
    await call.presses('11');
    await expect.poll(() => requestsOf(known), { timeout: 5_000 }).toHaveLength(before + 1);
    const request = (await requestsOf(known)).at(-1);
    await call.hears('request.number', { number: request?.number ?? '' });
    await call.heardWhole('request.number.again', { number: request?.number ?? '' });
    await call.hears('request.sms');
    await call.hears('menu.operator', { key: '0' });
    await call.hangsUp();
    const prompts = promptsIn(await stepsOfLast(world, known));
    expect(prompts.filter((prompt) => prompt === 'request.what')).toHaveLength(1);
    await eventually(async () =>
      expect(
        (await program.sentTo(known)).filter((text) => text.includes(request?.number ?? '–')),
      ).toHaveLength(1),
    );
    expect(request).toMatchObject({ category: 'leak', resident_id: 1 });
    // At home is said, and not where that is.
    expect(await personalIn(world, known)).toEqual([]);
    expect(request?.message_ms).toBeGreaterThan(1_000);
    const wav = await readFile(path.join(recordingsRoot(world.settings), `${request?.message_file}.wav`));
    expect(wav.length).toBeGreaterThan((request?.message_ms ?? 0) * 16);
  });

  test('somebody unknown says the address; recorded anew, it is what was said last; nothing personal is spoken', async ({
    expect,
  }) => {
    const number = stranger();
    const call = await saysTheAddress(number);
    await speaks(call);
    await call.presses('#');
    await call.hears('request.review');
    await call.presses('3');
    await call.heardWhole('request.record.address');
    await call.says(await world.town.sentence('lift', 'uk'));
    await call.presses('#');
    await call.hears('request.review');
    await call.presses('1');
    await expect.poll(() => requestsOf(number), { timeout: 5_000 }).toHaveLength(1);
    const [request] = await requestsOf(number);
    expect(request?.resident_id).toBeNull();
    await call.hears('request.number', { number: request?.number ?? '' });
    await call.hangsUp();
    expect(await personalIn(world, number)).toEqual([]);
    const said = await spokenMessage(request);
    expect(await heardIn(said, await world.town.sentence('lift', 'uk'), later)).toBeGreaterThan(0.7);
    expect(await heardIn(said, await world.town.sentence('leak', 'uk'), later)).toBeLessThan(0.6);
  });

  test('0 in the middle of it leads to a person, and what was said is kept', async ({ expect }) => {
    const number = stranger();
    const call = await saysTheAddress(number);
    await speaks(call);
    await call.presses('0');
    await call.hears('queue.none', {}, { limitMs: 20_000 });
    const kept = await requestsOf(number);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.message_ms).toBeGreaterThan(1_000);
    await call.hangsUp();
  });

  test('wrong keys at each question: what was wrong, then the question in other words; at the longest time a message ends by itself', async ({
    expect,
  }) => {
    const number = stranger();
    const call = await enters(number);
    for (const [question, wrong, again, right] of [
      ['request.what', '8', 'request.what.again', '1'],
      ['request.which', '8', 'request.which.again', '3'],
      ['request.where.account', '1', 'request.where.stranger.again', '3'],
    ] as const) {
      await call.hears(question);
      await call.presses(wrong);
      await call.hears('key.wrong');
      await call.hears(again);
      await call.presses(right);
    }
    await call.heardWhole('request.record.address');
    const talking = (async () => {
      for (const name of ['leak', 'no-heating', 'lift'])
        await call.says(await world.town.sentence(name, 'uk'));
    })();
    await call.hears('request.review', {}, { limitMs: 30_000 });
    await talking;
    await call.presses('4');
    await call.hears('key.wrong');
    await call.hears('request.review.again');
    await call.presses('1');
    await expect.poll(() => requestsOf(number), { timeout: 5_000 }).toHaveLength(1);
    const [request] = await requestsOf(number);
    expect(Math.abs((request?.message_ms ?? 0) - longestMin * 60_000)).toBeLessThan(500);
    await call.hears('request.number', { number: request?.number ?? '' });
    await call.hangsUp();
    const failed = promptsIn(await stepsOfLast(world, number)).filter((prompt) => prompt === 'key.wrong');
    expect(failed).toHaveLength(4);
  });

  // Nor is a fax: telephony/call/voiced.test.ts has all tones.
  test('neither silence nor the busy tone of a telephone that was put down is a message: it is asked for once more, then a person is called', async ({
    expect,
  }) => {
    const number = stranger();
    const call = await saysTheAddress(number);
    await call.presses('#');
    await call.hears('request.silent');
    await call.heardWhole('request.record.address');
    await call.says(await lineTone('busy'));
    await call.presses('#');
    await call.hears('request.silent.again');
    await call.hears('queue.none', {}, { limitMs: 20_000 });
    await call.hangsUp();
    expect(await requestsOf(number)).toEqual([]);
  });

  test('# leads from the second step to the first, and from the first to the menu', async () => {
    const call = await enters(stranger());
    await call.hears('request.what');
    await call.presses('1');
    await call.hears('request.which');
    await call.presses('#');
    await call.hears('request.what');
    await call.presses('#');
    await call.hears('menu.operator', { key: '0' });
    await call.hangsUp();
  });
});
