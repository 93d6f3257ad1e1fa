import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing.ts';
import * as attempts from './attempts.ts';
import { insertCall, patchCall } from './calls.ts';
import { exhaustedCampaigns, findCampaign, insertCampaign, setCampaignState } from './campaigns.ts';

let world: TestDatabase;
let operatorId: number;

beforeAll(async () => {
  world = await testDatabase();
  const operator = { login: 'lead', name: 'Lead', role: 'supervisor', password_hash: '-' };
  [operatorId = 0] = await world.db('operators').insert(operator);
});
afterAll(() => world.close());

async function runningCampaign(...numbers: string[]): Promise<number> {
  const id = await insertCampaign(world.db, {
    name: 'Roof',
    question: 'survey.question',
    numbers,
    createdBy: operatorId,
  });
  await setCampaignState(world.db, id, 'running');
  return id;
}

test('two who claim at once never get the same attempt, and together get all', async () => {
  const id = await runningCampaign(
    ...Array.from({ length: 20 }, (_, i) => `+3809900010${String(i).padStart(2, '0')}`),
  );
  const now = new Date(Date.now() + 1_000);
  const claims = await Promise.all(
    ['n1', 'n2', 'n1', 'n2'].map((node) => attempts.claimAttempts(world.db, node, 5, now)),
  );
  const ids = claims.flat().map((one) => one.id);
  expect(new Set(ids).size).toBe(ids.length);
  const rest = await attempts.claimAttempts(world.db, 'n1', 20, now);
  expect(ids.length + rest.length).toBe(20);
  await setCampaignState(world.db, id, 'finished');
});

test('a busy number gets its next try with the outcome, and only once', async () => {
  const id = await runningCampaign('+380990002001');
  const [attempt] = await attempts.claimAttempts(world.db, 'n1', 1, new Date(Date.now() + 1_000));
  const next = await attempts.finishAttempt(world.db, attempt?.id ?? 0, 'busy', new Date());
  expect(next).toMatchObject({ number: '+380990002001', try: 2, state: 'waiting' });
  expect(await attempts.finishAttempt(world.db, attempt?.id ?? 0, 'busy', new Date())).toBeNull();
  expect(await attempts.attemptsOf(world.db, id)).toHaveLength(2);
  expect(await findCampaign(world.db, id)).toMatchObject({ numbers: 1, done: 0 });
  await attempts.finishAttempt(world.db, next?.id ?? 0, 'answered', null);
  expect(await findCampaign(world.db, id)).toMatchObject({ numbers: 1, done: 1 });
  expect(await exhaustedCampaigns(world.db)).toContain(id);
});

test('after a crash: what only rang is made again, what reached somebody is not', async () => {
  const list = Array.from({ length: 7 }, (_, i) => `+38099000300${i}`);
  const id = await runningCampaign(...list);
  const taken = await attempts.claimAttempts(world.db, 'n3', 7, new Date(Date.now() + 1_000));
  const ids = taken.map((one) => one.id);
  const [untouched = 0, rang = 0, answered = 0, talked = 0, live = 0, made = 0, refused = 0] = ids;
  for (const [one, callId] of Object.entries({
    [rang]: 'rang',
    [answered]: 'answered',
    [talked]: 'talked',
    [live]: 'live',
    [refused]: 'refused',
  }))
    await attempts.attemptDialled(world.db, Number(one), `call-${callId}`);
  await attempts.attemptTalking(world.db, talked);
  await attempts.attemptTalking(world.db, refused);
  await attempts.refuseForGood(world.db, list[6] ?? '');
  // The controller died between the answer and its being written at the attempt.
  const call = {
    node: 'n3',
    direction: 'out',
    hotline: '750-600',
    number: list[2] ?? '',
    arrivedAt: new Date(),
  } as const;
  await insertCall(world.db, { id: 'call-answered', ...call });
  await patchCall(world.db, 'call-answered', { answeredAt: new Date() });

  const changed = await attempts.recoverAttempts(world.db, 'n3', { calls: ['call-live'], attempts: [made] });
  const all = await attempts.attemptsOf(world.db, id);
  const now = new Map(all.map((one) => [one.id, one]));
  expect(now.get(untouched)).toMatchObject({ state: 'waiting', callId: null, try: 1 });
  expect(now.get(rang)).toMatchObject({ state: 'done', outcome: 'failed', callId: 'call-rang', try: 1 });
  expect(now.get(answered)).toMatchObject({ state: 'done', outcome: 'failed' });
  expect(now.get(talked)).toMatchObject({ state: 'done', outcome: 'failed' });
  expect(now.get(refused)).toMatchObject({ state: 'done', outcome: 'refused-for-good' });
  expect(now.get(live)).toMatchObject({ state: 'dialling', callId: 'call-live' });
  expect(now.get(made)).toMatchObject({ state: 'dialling' });
  const again = all.filter((one) => !ids.includes(one.id));
  expect(again).toMatchObject([{ number: list[1], try: 2, state: 'waiting', callId: null }]);
  expect(changed.map((one) => one.id).sort()).toEqual(
    [untouched, rang, answered, talked, refused, again[0]?.id].sort(),
  );
  await setCampaignState(world.db, id, 'finished');
});

test('what we broke off keeps its call and its times, and costs the number no try', async () => {
  const number = '+380990007001';
  const id = await runningCampaign(number);
  const claim = async () =>
    (await attempts.claimAttempts(world.db, 'n1', 1, new Date(Date.now() + 1_000)))[0]?.id ?? 0;
  const first = await claim();
  await attempts.breakOffAttempt(world.db, first, new Date());
  expect(await attempts.findAttempt(world.db, first)).toMatchObject({ state: 'waiting', try: 1 });

  expect(await claim()).toBe(first);
  await attempts.attemptDialled(world.db, first, 'call-1');
  const [done, next] = await attempts.breakOffAttempt(world.db, first, new Date());
  expect(done).toMatchObject({ id: first, state: 'done', outcome: 'failed', callId: 'call-1' });
  expect(next).toMatchObject({ number, try: 2, state: 'waiting', callId: null });
  const row = await world.db('attempts').where({ id: first }).first();
  expect(row).toMatchObject({ call_id: 'call-1', started_at: expect.any(Date), ended_at: expect.any(Date) });
  expect(await attempts.breakOffAttempt(world.db, first, new Date())).toEqual([]);

  expect(await claim()).toBe(next?.id);
  expect(await attempts.triesOf(world.db, { campaignId: id, number })).toBe(1);
  await attempts.finishAttempt(world.db, next?.id ?? 0, 'busy', new Date());
  expect(await claim()).not.toBe(0);
  expect(await attempts.triesOf(world.db, { campaignId: id, number })).toBe(2);
  await setCampaignState(world.db, id, 'finished');
});

test('what we break off again and again is given up at last', async () => {
  const number = '+380990007101';
  const id = await runningCampaign(number, '+380990007102');
  const other = await attempts.claimAttempts(world.db, 'n1', 20, new Date(Date.now() + 1_000));
  let [current] = other.filter((one) => one.number === number);
  let times = 0;
  while (current && times < 2 * attempts.mostBrokenOff) {
    await attempts.attemptDialled(world.db, current.id, `call-broken-${++times}`);
    current = (await attempts.breakOffAttempt(world.db, current.id, new Date()))[1];
  }
  expect(times).toBe(attempts.mostBrokenOff + 1);
  const ofNumber = (await attempts.attemptsOf(world.db, id)).filter((one) => one.number === number);
  expect(ofNumber.map(({ state, outcome }) => `${state} ${outcome}`)).toEqual(
    Array.from({ length: times }, () => 'done failed'),
  );
  await setCampaignState(world.db, id, 'finished');
});

test('one who refused for good is known by the number', async () => {
  await attempts.refuseForGood(world.db, '+380990004001');
  await attempts.refuseForGood(world.db, '+380990004001');
  expect(await attempts.refusedNumbers(world.db, ['+380990004001', '+380990004002'])).toEqual(
    new Set(['+380990004001']),
  );
});

test('one who refused in one campaign is called by no other', async () => {
  const number = '+380990005001';
  const first = await runningCampaign(number);
  const second = await runningCampaign(number, '+380990005002');
  expect(await attempts.refuseForGood(world.db, number)).toMatchObject([
    { campaignId: first, state: 'done', outcome: 'refused-for-good' },
    { campaignId: second, state: 'done' },
  ]);
  const late = await runningCampaign(number);
  const claimed = await attempts.claimAttempts(world.db, 'n1', 20, new Date(Date.now() + 1_000));
  expect(claimed.map((one) => one.number)).not.toContain(number);
  for (const id of [first, second, late]) await setCampaignState(world.db, id, 'finished');
});

test('one number of two campaigns is called by one after the other, never by both at once', async () => {
  const number = '+380990006001';
  const ids = [await runningCampaign(number), await runningCampaign(number)];
  const claim = () => attempts.claimAttempts(world.db, 'n1', 20, new Date(Date.now() + 1_000));
  const ofNumber = (all: attempts.AttemptRow[]) => all.filter((one) => one.number === number);
  const [taken, ...more] = ofNumber(await claim());
  expect(more).toEqual([]);
  expect(ofNumber(await claim())).toEqual([]);
  await attempts.finishAttempt(world.db, taken?.id ?? 0, 'answered', null);
  expect(ofNumber(await claim())).toHaveLength(1);
  for (const id of ids) await setCampaignState(world.db, id, 'finished');
});
