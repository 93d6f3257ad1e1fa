import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Company } from '../config/company.ts';
import { loadCompany } from '../config/load-company.ts';
import { serverFiles } from '../db/private-server/files.ts';
import { runningPid } from '../db/private-server/process.ts';
import { closeIncident, openIncident } from '../db/queries/incidents.ts';
import { smsToNumber } from '../db/queries/sms.ts';
import { madeUpTown } from '../db/seeds/town.ts';
import { startDatabase, stopDatabase } from '../db/server.ts';
import { ownTestDatabase, type TestDatabase } from '../db/testing.ts';
import { Bus, type Step } from '../events.ts';
import { createLog } from '../log.ts';
import { createCallbacks } from './callbacks.ts';
import { createCertificates } from './certificates.ts';
import { createFeedback } from './feedback.ts';
import { createJoining } from './incidents/joining.ts';
import { Keeper } from './keeping/keeper.ts';
import { createKeptSms } from './messages/kept-sms.ts';
import { createMessages } from './messages/messages.ts';
import { createRequests } from './requests.ts';
import { createSpokenRequests } from './spoken-requests.ts';

/** Everything a caller may be promised, while the database is away: kept, and written once when it is back. */
let t: TestDatabase;
let company: Company;
let keeper: Keeper;
let promised: ReturnType<typeof parts>;
let mended = 0;
const steps: Step[] = [];
const log = createLog('silent', true);
const bus = new Bus((error) => {
  throw error;
});
bus.on('step', (step) => steps.push(step));

function parts() {
  const { db } = t;
  keeper = new Keeper({ home: t.settings.home, log });
  const messages = createMessages({ db, log, node: 'n1', place: company });
  const requests = createRequests({ db, bus, company });
  return {
    callbacks: createCallbacks({ db, bus, keeper, log }),
    certificates: createCertificates({ company, requests, messages, keeper }),
    feedback: createFeedback({ db, keeper }),
    messages: createKeptSms({ messages, keeper }),
    spokenRequests: createSpokenRequests({ company, requests, messages, keeper }),
    joining: createJoining({ db, keeper, mended: () => mended++ }),
  };
}

beforeAll(async () => {
  t = await ownTestDatabase();
  company = await loadCompany({ company: '750-600' });
  const town = madeUpTown({ buildings: 1, today: new Date() });
  for (const table of ['buildings', 'accounts', 'residents', 'phones'] as const)
    await t.db(table).insert(town[table]);
  promised = parts();
  await keeper.open();
}, 60_000);
afterAll(async () => {
  await keeper.close();
  await t.close();
});

const pid = () => {
  const running = runningPid(serverFiles(t.settings.home));
  if (running === undefined) throw new Error('no database runs');
  return running;
};
const outages: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  ['stopped', () => stopDatabase(t.settings), () => startDatabase(t.settings)],
  ['frozen', async () => process.kill(pid(), 'SIGSTOP'), async () => process.kill(pid(), 'SIGCONT')],
];

let calls = 0;
/** A caller with a call and a number of his own. */
function caller() {
  const callId = `n1-${++calls}`;
  return { callId, number: `+38050222${String(calls).padStart(4, '0')}`, hotline: '750-600' };
}
const rows = (table: string, where: object): Promise<Record<string, unknown>[]> => t.db(table).where(where);

test.each(outages)(
  'the database is %s: what is promised is kept within 3 s, told as it is, and written once',
  async (_, goes, comes) => {
    const { callId, number, hotline } = caller();
    const incidentId = await anIncident();
    await goes();
    const began = Date.now();
    const language = 'uk' as const;
    const spoken = { callId, language, phone: number, residentId: 1, category: 'leak' };
    const message = { file: `messages/${callId}`, durationMs: 4_000 };
    const order = { callId, language, phone: number, residentId: 1, accountNumber: null };
    const certificate = { kind: 'household', delivery: 'centre', proof: 'verified' } as const;
    const sms = { number, text: '1580', callId, why: 'emergency-number', once: `emergency-number ${callId}` };
    const kept = await Promise.all([
      promised.spokenRequests.handIn({ ...spoken, message }),
      promised.certificates.order({ ...order, ...certificate }),
      promised.callbacks.promise({ callId, number, hotline, why: 'closed' }),
      promised.feedback.score({ entry: callId, callId, number, hotline, requestId: null, score: 2 }),
      promised.messages.sms(sms),
      promised.joining.join({ incidentId, number, language, hotline, callId }),
    ]);
    await promised.feedback.comment(callId, message);
    expect(Date.now() - began).toBeLessThan(6_000);
    expect(kept).toEqual([
      { number: null, sms: false },
      { request: null, sms: false },
      undefined,
      undefined,
      'kept',
      true,
    ]);
    // The same again, as a flow that begins anew after a restart would do it.
    await promised.spokenRequests.handIn({ ...spoken, message });
    await promised.certificates.order({ ...order, ...certificate });
    const isBack = Date.now();
    await comes();

    await expect.poll(() => rows('requests', { call_id: callId }), { timeout: 20_000 }).toHaveLength(2);
    await expect.poll(async () => keeper.waiting, { timeout: 20_000 }).toBe(0);
    const requests = await rows('requests', { call_id: callId });
    expect(requests.map((one) => one.category).sort()).toEqual(['certificate', 'leak']);
    // It was said when it was said, and its time runs since then.
    for (const { created_at: at } of requests) expect((at as Date).getTime()).toBeLessThan(isBack);
    expect(await rows('callbacks', { call_id: callId })).toMatchObject([{ why: 'closed', number }]);
    expect(await rows('feedback', { call_id: callId })).toMatchObject([
      { score: 2, comment_file: message.file, comment_ms: 4_000 },
    ]);
    expect(await rows('incident_subscribers', { incident_id: incidentId })).toMatchObject([{ number }]);
    expect((await smsToNumber(t.db, number)).map(({ why }) => why).sort()).toEqual([
      'certificate-accepted',
      'emergency-number',
      'request-accepted',
    ]);
    const told = steps.filter((step) => step.callId === callId).map(({ kind }) => kind);
    expect(told.sort()).toEqual(['callback-promised', 'request-written', 'request-written']);
  },
  90_000,
);

async function anIncident(): Promise<number> {
  const facts = { kind: 'no-heating', since: new Date(), until: null, comment: '' };
  const id = await openIncident(t.db, { ...facts, openedAt: new Date(), openedBy: null }, [1]);
  if (id === null) throw new Error('there is no building');
  return id;
}

test('who joined a breakdown that was mended before it could be written is told all the same', async () => {
  const { callId, number, hotline } = caller();
  const incidentId = await anIncident();
  await stopDatabase(t.settings);
  await promised.joining.join({ incidentId, number, language: 'uk', hotline, callId });
  await keeper.close();
  await startDatabase(t.settings);
  await closeIncident(t.db, { id: incidentId, closedAt: new Date(), closedBy: null });
  const before = mended;
  promised = parts();
  await keeper.open();
  await expect
    .poll(() => rows('incident_subscribers', { incident_id: incidentId }), { timeout: 10_000 })
    .toHaveLength(1);
  await expect.poll(() => mended).toBe(before + 1);
  // Directly it is said that it is mended.
  expect(
    await promised.joining.join({ incidentId: await closed(), number, language: 'uk', hotline, callId }),
  ).toBe(false);
}, 60_000);

async function closed(): Promise<number> {
  const id = await anIncident();
  await closeIncident(t.db, { id, closedAt: new Date(), closedBy: null });
  return id;
}

test('a journal of the time when a call gave feedback once is read: the call stands for the entry', async () => {
  const { callId, number, hotline } = caller();
  await keeper.close();
  const score = { callId, number, hotline, requestId: null, score: 4, givenAt: new Date() };
  const comment = { callId, file: `messages/${callId}`, durationMs: 4_000 };
  const lines = [
    { kind: 'score', one: score },
    { kind: 'comment', one: comment },
  ].map((one) => `${JSON.stringify(one)}\n`);
  await writeFile(path.join(t.settings.home, 'promised.journal'), lines.join(''));
  promised = parts();
  await keeper.open();
  await expect.poll(() => keeper.waiting, { timeout: 10_000 }).toBe(0);
  expect(await rows('feedback', { entry: callId })).toMatchObject([
    { call_id: callId, score: 4, comment_file: comment.file },
  ]);
}, 60_000);

test('whoever gave up waiting stands on the list as soon as the database takes it, and the desks are told', async () => {
  const { callId, number, hotline } = caller();
  const listed: number[] = [];
  const stop = bus.on('callback', ({ callbackId }) => listed.push(callbackId));
  await stopDatabase(t.settings);
  promised.callbacks.gaveUp({ callId, number, hotline });
  await expect.poll(() => keeper.waiting, { timeout: 10_000 }).toBe(1);
  await startDatabase(t.settings);
  await expect.poll(() => listed, { timeout: 20_000 }).toHaveLength(1);
  stop();
  expect(await rows('callbacks', { call_id: callId })).toMatchObject([
    { id: listed[0], number, why: 'abandoned' },
  ]);
}, 60_000);

test('whoever was talked to after that stands on no list, though the database was back before what was journalled was written', async () => {
  const { callId, number, hotline } = caller();
  await stopDatabase(t.settings);
  promised.callbacks.gaveUp({ callId, number, hotline });
  await expect.poll(() => keeper.waiting, { timeout: 10_000 }).toBe(1);
  await keeper.close();
  await startDatabase(t.settings);
  promised.callbacks.talkedTo(number);
  // What it waits behind is written by the next controller.
  await expect.poll(() => keeper.waiting).toBe(2);
  promised = parts();
  await keeper.open();
  await expect.poll(() => keeper.waiting, { timeout: 10_000 }).toBe(0);
  expect(await rows('callbacks', { call_id: callId })).toMatchObject([{ done_at: expect.any(Date) }]);
}, 60_000);

test('the score that was given last counts, whichever is written last', async () => {
  const { callId, number, hotline } = caller();
  await stopDatabase(t.settings);
  await promised.feedback.score({ entry: callId, callId, number, hotline, requestId: null, score: 1 });
  await keeper.close();
  await startDatabase(t.settings);
  promised = parts();
  await promised.feedback.score({ entry: callId, callId, number, hotline, requestId: null, score: 5 });
  await keeper.open();
  await expect.poll(() => keeper.waiting, { timeout: 10_000 }).toBe(0);
  expect(await rows('feedback', { call_id: callId })).toMatchObject([{ score: 5 }]);
}, 60_000);

test('what is written by two at the same moment is one request, and no number is lost', async () => {
  const { callId, number } = caller();
  const spoken = { callId, language: 'uk', phone: number, residentId: 1, category: 'leak' } as const;
  const message = { file: `messages/${callId}`, durationMs: 4_000 };
  const kept = await Promise.all(
    Array.from({ length: 8 }, () => promised.spokenRequests.handIn({ ...spoken, message })),
  );
  const numbers = new Set(kept.map((one) => one.number));
  expect(numbers.size).toBe(1);
  const next = caller();
  const other = { ...spoken, callId: next.callId, phone: next.number };
  const { number: after } = await promised.spokenRequests.handIn({
    ...other,
    message: { ...message, file: 'messages/next' },
  });
  expect(Number(after?.slice(3)) - Number(String([...numbers][0]).slice(3))).toBe(1);
});
