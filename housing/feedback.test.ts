import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedbackOfCall } from '../db/queries/feedback.ts';
import { changeRequestStatus, createRequest, type RequestStatus } from '../db/queries/requests.ts';
import { type TestDatabase, testDatabase } from '../db/testing.ts';
import { createLog } from '../log.ts';
import { createFeedback, type Feedback } from './feedback.ts';
import { Keeper } from './keeping/keeper.ts';

let t: TestDatabase;
let keeper: Keeper;
let feedback: Feedback;
beforeAll(async () => {
  t = await testDatabase();
  keeper = new Keeper({ home: t.settings.home, log: createLog('silent') });
  feedback = createFeedback({ db: t.db, keeper });
  await keeper.open();
}, 60_000);
afterAll(async () => {
  await keeper.close();
  await t.close();
});

const number = '+380501112233';
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

async function request(phone: string, changes: [RequestStatus, Date][]): Promise<number> {
  const row = {
    callId: null,
    residentId: null,
    buildingId: null,
    category: 'light',
    executor: 'x',
    text: '',
  };
  const times = { createdAt: daysAgo(60), dueAt: daysAgo(58), createdBy: null };
  const { id } = await createRequest(t.db, { ...row, ...times, place: '', phone }, 2026);
  for (const [status, at] of changes)
    await changeRequestStatus(t.db, { id, status, operatorId: null, comment: '', at });
  return id;
}

test('the last finished request of the number is spoken of, once; not an open one, an old one, or another’s', async () => {
  const { lastRequest, newEntry, score } = feedback;
  expect(await lastRequest(number)).toBeNull();
  expect(await lastRequest(null)).toBeNull();
  await request(number, [['done', daysAgo(40)]]);
  await request(number, [['given', daysAgo(1)]]);
  await request(number, [
    ['done', daysAgo(2)],
    ['reopened', daysAgo(1)],
  ]);
  await request('+380509999999', [['done', daysAgo(1)]]);
  expect(await lastRequest(number)).toBeNull();
  const earlier = await request(number, [['done', daysAgo(9)]]);
  const last = await request(number, [
    ['done', daysAgo(5)],
    ['closed', daysAgo(4)],
  ]);
  expect(await lastRequest(number)).toBe(last);
  await score({ entry: newEntry(), callId: 'n1-1', number, hotline: '8800', requestId: last, score: 5 });
  expect(await lastRequest(number)).toBe(earlier);
});

test('handed in again it counts once, with its last score; what is given a second time in a call stands beside the first', async () => {
  const { newEntry, score, comment } = feedback;
  const given = { callId: 'n1-2', number: null, hotline: '8800', requestId: null };
  const [first, second] = [newEntry(), newEntry()];
  await score({ ...given, entry: first, score: 4 });
  await comment(first, { file: 'messages/n1-2-feedback-1', durationMs: 4_200 });
  await score({ ...given, entry: first, score: 2 });
  await score({ ...given, entry: second, score: 5 });
  await comment(second, { file: 'messages/n1-2-feedback-2', durationMs: 3_100 });
  expect(await feedbackOfCall(t.db, 'n1-2')).toMatchObject([
    { score: 2, requestId: null, commentFile: 'messages/n1-2-feedback-1', commentMs: 4_200 },
    { score: 5, requestId: null, commentFile: 'messages/n1-2-feedback-2', commentMs: 3_100 },
  ]);
  expect(await feedbackOfCall(t.db, 'n1-3')).toEqual([]);
});
