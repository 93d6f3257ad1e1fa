import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing.ts';
import * as attempts from './attempts.ts';
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
  const id = await runningCampaign('+380990003001', '+380990003002', '+380990003003');
  const taken = await attempts.claimAttempts(world.db, 'n3', 3, new Date(Date.now() + 1_000));
  const [rang, talked, live] = taken.map((one) => one.id) as [number, number, number];
  await attempts.attemptDialled(world.db, talked, 'call-talked');
  await attempts.attemptTalking(world.db, talked);
  await attempts.attemptDialled(world.db, live, 'call-live');
  await attempts.recoverAttempts(world.db, 'n3', ['call-live']);
  const states = new Map((await attempts.attemptsOf(world.db, id)).map((one) => [one.id, one]));
  expect(states.get(rang)).toMatchObject({ state: 'waiting', callId: null, try: 1 });
  expect(states.get(talked)).toMatchObject({ state: 'done', outcome: 'failed' });
  expect(states.get(live)).toMatchObject({ state: 'dialling', callId: 'call-live' });
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
