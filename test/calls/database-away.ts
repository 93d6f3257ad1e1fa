import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smsToNumber } from '../../db/queries/sms.ts';
import { ownTestDatabase, type TestDatabase } from '../../db/testing.ts';
import type { PromptParameters } from '../../speech/voice.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { closedHours, closedOn8800 } from './closed-8800.ts';
import { eventually } from './goes-to.ts';
import { type Household, households } from './households.ts';
import { type Outage, outagesOf } from './outages.ts';
import { supervisor } from './supervisor.ts';
import { tellsOfLeak } from './tells-of-leak.ts';

/**
 * Calls while the database is away, by two hotlines: nobody is at the desks of the first, and the second is closed at every
 * hour. Each caller hears something within three seconds and is told the truth; what was promised is there when it is back.
 */
let database: TestDatabase;
let world: World;
let folder: string;
let homes: Household[];
let knownAccount: { number: string };
let supervise: Awaited<ReturnType<typeof supervisor>>;

let numbers = 100;
const stranger = () => `+3805088${String(numbers++).padStart(5, '0')}`;

/** What a caller hears next, within the time after which silence would frighten him: recognising adds about a second. */
async function hearsSoon(call: TownCall, prompt: string, parameters: PromptParameters = {}): Promise<void> {
  const askedAtMs = call.nowMs;
  const heard = await call.hears(prompt, parameters);
  expect(heard.atMs - askedAtMs, `the silence before ${prompt}`).toBeLessThan(3_500);
}

/** Calls while the database is away: nobody knows the number's language, so that is asked; then presses a key of the menu. */
async function getsTo(key: string, number: string, dialled = '750600'): Promise<TownCall> {
  const call = await world.town.resident(number).calls(dialled);
  await call.hears('language.choose', { key: 1 }, { limitMs: 40_000 });
  await call.presses('1');
  await hearsSoon(call, 'language.any-time');
  await call.presses(key);
  return call;
}

async function speaks(call: TownCall): Promise<void> {
  await call.says(await world.town.sentence('leak', 'uk'));
}

const rows = (table: string, where: object): Promise<Record<string, unknown>[]> =>
  world.db(table).where(where);

/** What is to be in the database once it is back. */
type Promised = () => Promise<void>;

/** Gets as far as having told what leaks, which is not sent yet. */
async function tellsWhatLeaks(phone: string): Promise<TownCall> {
  const call = await getsTo('1', phone);
  await tellsOfLeak(world, call);
  return call;
}

async function leavesARequest(): Promise<Promised> {
  const phone = stranger();
  const call = await tellsWhatLeaks(phone);
  await call.presses('#');
  await call.hears('request.review');
  await call.presses('1');
  await hearsSoon(call, 'request.kept.sms');
  await call.hangsUp();
  return async () => {
    expect(await rows('requests', { phone })).toMatchObject([{ category: 'leak' }]);
    const [request] = await rows('requests', { phone });
    expect(await smsToNumber(world.db, phone)).toMatchObject([
      { text: expect.stringContaining(`${request?.number}`) },
    ]);
  };
}

async function leavesARequestByHangingUp(): Promise<Promised> {
  const phone = stranger();
  const call = await tellsWhatLeaks(phone);
  await call.hangsUp();
  return async () => expect(await rows('requests', { phone })).toMatchObject([{ category: 'leak' }]);
}

async function ordersACertificate(): Promise<Promised> {
  const phone = stranger();
  const call = await getsTo('4', phone);
  await call.hears('certificate.which');
  await call.presses('1');
  await call.hears('certificate.account', {}, { limitMs: 20_000 });
  const { number } = knownAccount;
  await call.pressesTogether(`${number}#`);
  await hearsSoon(call, 'certificate.where.centre', { key: 1 });
  await call.presses('1');
  await hearsSoon(call, 'certificate.kept');
  await call.hears('certificate.at-centre');
  await call.hears('certificate.sms');
  await call.hangsUp();
  return async () => {
    expect(await rows('requests', { phone })).toMatchObject([
      // Whose account it is could not be looked up: the register has what was keyed in.
      { category: 'certificate', text: expect.stringContaining(number) },
    ]);
  };
}

async function givesAScore(): Promise<Promised> {
  const number = stranger();
  const call = await getsTo('5', number);
  await hearsSoon(call, 'feedback.company');
  await call.presses('1');
  await call.heardWhole('feedback.comment', {}, { limitMs: 20_000 });
  await speaks(call);
  await call.presses('#');
  await hearsSoon(call, 'feedback.callback', { key: 1 });
  await call.presses('1');
  await hearsSoon(call, 'feedback.callback.promised');
  await call.hangsUp();
  return async () => {
    const [given] = await rows('feedback', { number });
    expect(given).toMatchObject({ score: 1, comment_file: expect.stringContaining('messages/') });
    expect(await rows('callbacks', { number })).toMatchObject([{ why: 'feedback' }]);
  };
}

async function wantsACallBack(): Promise<Promised> {
  const number = stranger();
  const call = await getsTo('0', number);
  await call.hears('queue.none');
  await call.presses('1');
  await hearsSoon(call, 'callback.promised');
  expect(await call.ended()).toMatchObject({ by: 'holos' });
  return async () => expect(await rows('callbacks', { number })).toMatchObject([{ why: 'no-operator' }]);
}

/** A place cannot be kept, and none is promised: he is called back all the same. */
async function wantsToKeepHisPlace(): Promise<Promised> {
  const number = stranger();
  const call = await getsTo('0', number);
  await call.hears('queue.none');
  await call.hears('queue.wait.first', {}, { limitMs: 30_000 });
  await call.presses('*');
  await hearsSoon(call, 'callback.promised');
  expect(await call.ended()).toMatchObject({ by: 'holos' });
  return async () => expect(await rows('callbacks', { number })).toMatchObject([{ why: 'kept-place' }]);
}

async function wantsACallBackInTheMorning(): Promise<Promised> {
  const number = stranger();
  const call = await getsTo('0', number, '8800');
  await call.hears('closed.hours', closedHours);
  await call.presses('2');
  await hearsSoon(call, 'closed.promised');
  return async () => expect(await rows('callbacks', { number })).toMatchObject([{ why: 'closed' }]);
}

async function leavesAMessage(): Promise<Promised> {
  const number = stranger();
  const call = await getsTo('0', number, '8800');
  await call.hears('closed.hours', closedHours);
  await call.presses('3');
  await call.heardWhole('closed.message.how');
  await speaks(call);
  await call.presses('#');
  await hearsSoon(call, 'closed.message.kept');
  return async () =>
    expect(await rows('callbacks', { number })).toMatchObject([
      { why: 'message', message_file: expect.stringContaining('messages/') },
    ]);
}

async function wantsTheNumberBySms(): Promise<Promised> {
  const number = stranger();
  const call = await getsTo('7', number);
  await call.hears('emergency.sms', { key: 1 }, { limitMs: 30_000 });
  await call.presses('1');
  await hearsSoon(call, 'sms.kept');
  await call.hangsUp();
  return async () => expect(await smsToNumber(world.db, number)).toMatchObject([{ why: 'emergency-number' }]);
}

/** Nothing can be kept of these: in one sentence, before a number is keyed in for nothing, and then a person. */
async function wantsToHearTheDebt(): Promise<Promised> {
  const call = await getsTo('3', stranger());
  await hearsSoon(call, 'trouble.unavailable');
  await call.hears('queue.none');
  await call.hangsUp();
  return async () => undefined;
}

async function wantsToHandInReadings(): Promise<Promised> {
  const call = await getsTo('2', stranger());
  await hearsSoon(call, 'readings.unavailable');
  await call.hears('queue.none');
  await call.hangsUp();
  return async () => undefined;
}

const flows = [
  leavesARequest,
  leavesARequestByHangingUp,
  ordersACertificate,
  givesAScore,
  wantsACallBack,
  wantsToKeepHisPlace,
  wantsACallBackInTheMorning,
  leavesAMessage,
  wantsTheNumberBySms,
  wantsToHearTheDebt,
  wantsToHandInReadings,
];

/**
 * Every flow meets a server that answers nothing, which is the harder case. One that refuses at once gives them the same error, only sooner: of each
 * kind of promise it is one that shows it, and what each of them keeps then is proved without calls (housing/promises-away.test.ts).
 */
const gone = {
  frozen: flows,
  killed: [leavesARequest, givesAScore, wantsToKeepHisPlace, wantsToHandInReadings],
};

/** The tests of a file that has the database away in one way, in a world of its own. */
export function callsWhileTheDatabaseIs(how: 'killed' | 'frozen'): void {
  let outage: Outage;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'holos-away-'));
    const program = path.join(folder, 'send');
    await writeFile(program, '#!/bin/sh\nexit 0\n');
    await chmod(program, 0o700);
    database = await ownTestDatabase();
    outage = outagesOf(database)[how];
    const settings = { databaseUrl: database.url, smsCommand: `${program} {number}` };
    world = await startWorld({ company: await closedOn8800(folder), buildings: 6, settings });
    supervise = await supervisor(world);
    homes = await households(world.db);
    knownAccount = await world.db('accounts').where({ id: 1 }).first();
  });
  afterAll(async () => {
    await world.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  let isAway = false;
  const promised: Promised[] = [];
  const goes = async () => {
    if (isAway) return;
    await outage.goes();
    isAway = true;
  };
  const comes = async () => {
    if (!isAway) return;
    await outage.comes();
    isAway = false;
  };
  afterAll(comes);

  test('in the very moment in which a caller joins a breakdown: he has joined', async () => {
    await comes();
    const { number, buildingId } = homes.pop() as Household;
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const incident = { kind: 'no-heating', since, until: null, buildingIds: [buildingId] };
    const { id } = await supervise('incidents', incident);
    const call = await world.town.resident(number).calls('750600');
    await call.hears('known-breakdown.join', { key: 1 }, { limitMs: 40_000 });
    await goes();
    await call.presses('1');
    await hearsSoon(call, 'known-breakdown.joined');
    await call.hears('menu.operator', { key: 0 });
    await call.hangsUp();
    promised.push(async () =>
      expect(await rows('incident_subscribers', { incident_id: id, number })).toHaveLength(1),
    );
  });

  describe.concurrent('meanwhile', () => {
    test.each(gone[how].map((flow) => [flow.name, flow] as const))('who %s', async (_, flow) => {
      promised.push(await flow());
    });
  });

  test('when it is back, everything that was promised is there, once', async () => {
    await comes();
    expect(promised.length).toBeGreaterThanOrEqual(gone[how].length + 1);
    for (const isThere of promised) await eventually(isThere, 40_000);
  });
}
