import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { recordingsRoot } from '../../recordings/folder.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { goesTo } from './goes-to.ts';
import { lineTone } from './line-tone.ts';

/** A request by voice, by real calls: the caller hears what the register holds. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

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

/** Water, a leak. */
async function choosesLeak(call: TownCall): Promise<void> {
  await call.hears('request.what');
  await call.presses('1');
  await call.hears('request.which');
  await call.presses('3');
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
    await call.presses('2');
    await call.hears('request.review', {}, { limitMs: 20_000 });
    await call.presses('1');
    await expect.poll(() => requestsOf(known), { timeout: 5_000 }).toHaveLength(before + 1);
    const request = (await requestsOf(known)).at(-1);
    await call.hears('request.number', { number: request?.number ?? '' });
    await call.heardWhole('request.number.again', { number: request?.number ?? '' });
    await call.hears('menu.operator', { key: '0' });
    await call.hangsUp();
    expect(request).toMatchObject({ category: 'leak' });
    expect(request?.resident_id).toBeGreaterThan(0);
    expect(request?.message_ms).toBeGreaterThan(1_000);
    const wav = await readFile(path.join(recordingsRoot(world.settings), `${request?.message_file}.wav`));
    expect(wav.length).toBeGreaterThan((request?.message_ms ?? 0) * 16);
  });

  test('somebody unknown says the address; nothing personal is spoken', async ({ expect }) => {
    const number = stranger();
    const call = await enters(number);
    await choosesLeak(call);
    await call.hears('request.where.account');
    await call.presses('3');
    await call.heardWhole('request.record.address');
    await speaks(call);
    await call.presses('#');
    await call.hears('request.review');
    await call.presses('1');
    await expect.poll(() => requestsOf(number), { timeout: 5_000 }).toHaveLength(1);
    expect((await requestsOf(number))[0]?.resident_id).toBeNull();
    await call.hangsUp();
  });

  test('silence is no message: it is asked for once more, then a person is called', async ({ expect }) => {
    const number = stranger();
    const call = await enters(number);
    await choosesLeak(call);
    await call.hears('request.where.account');
    await call.presses('3');
    await call.heardWhole('request.record.address');
    await call.presses('#');
    await call.hears('request.silent');
    await call.heardWhole('request.record.address');
    await call.presses('#');
    await call.hears('request.silent.again');
    await call.hears('queue.none', {}, { limitMs: 20_000 });
    await call.hangsUp();
    expect(await requestsOf(number)).toEqual([]);
  });

  test('the busy tone of a telephone that was put down is no message, and neither is a fax', async ({
    expect,
  }) => {
    const number = stranger();
    const call = await enters(number);
    await choosesLeak(call);
    await call.hears('request.where.account');
    await call.presses('3');
    await call.heardWhole('request.record.address');
    await call.says(await lineTone('busy'));
    await call.presses('#');
    await call.hears('request.silent');
    await call.heardWhole('request.record.address');
    await call.says(await lineTone('fax'));
    await call.presses('#');
    await call.hears('request.silent.again');
    await call.hangsUp();
    expect(await requestsOf(number)).toEqual([]);
  });

  test('an emergency goes to a person at once, before all others', async () => {
    const number = stranger();
    const call = await enters(number);
    await call.hears('request.what');
    await call.presses('4');
    await call.hears('request.which');
    await call.presses('1');
    // Nobody is there: that nobody can answer is said at once, and nothing that would not come true before it.
    await call.hears('queue.none', {}, { limitMs: 20_000 });
    await call.hangsUp();
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

  test('a hang-up after having spoken sends the message', async ({ expect }) => {
    const number = stranger();
    const call = await enters(number);
    await choosesLeak(call);
    await call.hears('request.where.account');
    await call.presses('3');
    await call.heardWhole('request.record.address');
    await speaks(call);
    await call.hangsUp();
    await expect.poll(() => requestsOf(number), { timeout: 8_000 }).toHaveLength(1);
  });

  test('a hang-up before it leaves no request', async ({ expect }) => {
    const number = stranger();
    const call = await enters(number);
    await choosesLeak(call);
    await call.hears('request.where.account');
    await call.hangsUp();
    const lastCall = () => world.db('calls').where({ number }).first();
    await expect.poll(async () => (await lastCall())?.ended_at, { timeout: 8_000 }).toBeTruthy();
    expect(await requestsOf(number)).toEqual([]);
    const row = await lastCall();
    expect((await stepsOf(world.db, row.id)).at(-1)).toMatchObject({ kind: 'ended' });
  });
});
