import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '../../agent-desk/server/session/password.ts';
import { type Holos, startHolos } from '../../compose.ts';
import { attemptsOf } from '../../db/queries/attempts.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { findOperatorByLogin } from '../../db/queries/operators.ts';
import { seedDemo } from '../../db/seeds/seed-demo.ts';
import { createLog } from '../../log.ts';
import { companyCalling } from '../town/calling-company.ts';
import { RawSip, type SipMessage } from '../town/raw-sip.ts';
import { testSettings } from '../town/test-settings.ts';

/** What no resident of the town does: who answers an automatic call and hangs up in the same instant, and a carrier that refuses calls. */
let holos: Holos;
let phone: RawSip;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const company = await companyCalling({
    ...{ from: '"00:00"', to: '"23:59"', days: '[1, 2, 3, 4, 5, 6, 7]', holidays: 'false' },
    ...{ tries: '2', retryMinutes: '0', ringSeconds: '10' },
  });
  const { settings, remove } = await testSettings({ company });
  stops.push(remove);
  holos = await startHolos(settings, createLog('warn'), undefined, async (db, read) => {
    await seedDemo(db, { home: settings.home, hashPassword, company: read, buildings: 0 });
  });
  stops.push(() => holos.stop({ everything: true }));
  phone = await RawSip.open(settings.carrier, { address: settings.address, port: settings.ports.sip });
  stops.push(async () => phone.close());
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

const answer = () =>
  `v=0\r\no=- 1 1 IN IP4 ${phone.address}\r\ns=-\r\nc=IN IP4 ${phone.address}\r\nt=0 0\r\nm=audio 40002 RTP/AVP 8\r\n`;

const isOf = (number: string, method: string) => (message: SipMessage) =>
  message.firstLine.startsWith(method) && message.headers.to?.includes(number) === true;

/** Takes the call to this number and sends BYE right after the ACK. */
async function picksUpAndHangsUp(number: string): Promise<void> {
  const invite = await phone.hears(isOf(number, 'INVITE'), 20_000);
  phone.answers(invite, '200 OK', answer());
  await phone.hears(isOf(number, 'ACK'));
  const { 'call-id': callId, contact = '', from: caller = '', to = '' } = invite.headers;
  const sent = phone.send({
    ...{ method: 'BYE', cseq: 1, callId, to: caller.slice(caller.indexOf('<')), fromTag: 'raw' },
    ...{ uri: contact.replace(/^.*<|>.*$/g, ''), from: to.replace(/^.*<|>.*$/g, '') },
  });
  const ended = await phone.hears(
    ({ status, headers }) => status !== 0 && headers['call-id'] === sent && headers.cseq === '1 BYE',
  );
  expect(ended.status).toBe(200);
}

async function started(name: string, numbers: string[]): Promise<number> {
  const createdBy = (await findOperatorByLogin(holos.db, 'supervisor'))?.id ?? 0;
  const list = { name, question: 'survey.question', numbers, createdBy };
  const { id } = await holos.dialer.create({ ...list, role: 'supervisor' });
  await holos.dialer.start(id);
  return id;
}

test('who answers an automatic call and hangs up at once has hung up: he is not called again', async () => {
  const numbers = Array.from({ length: 6 }, (_, index) => `+38067100500${index}`);
  const finished = new Promise<void>((resolve) => {
    holos.bus.on('campaign', ({ state }) => state === 'finished' && resolve());
  });
  const id = await started('Roofs', numbers);
  await Promise.all(numbers.map((number) => picksUpAndHangsUp(number)));
  const isDone = async () => (await attemptsOf(holos.db, id)).filter(({ state }) => state === 'done').length;
  await expect.poll(isDone, { timeout: 20_000 }).toBe(numbers.length);
  expect(await attemptsOf(holos.db, id)).toMatchObject(
    numbers.map((number) => ({ number, try: 1, state: 'done', outcome: 'hung-up' })),
  );
  await finished;
  expect(holos.live.size).toBe(0);
  // The log is written a moment after the attempts are over.
  const reasons = async () =>
    (await listCalls(holos.db, {}, { limit: 100 })).items.map(({ reason }) => reason);
  await expect.poll(reasons).toEqual(numbers.map(() => 'caller-hung-up'));
}, 90_000);

test('who rejects what rings has rejected it; refusals before anything rings are the carrier’s, and the list waits', async () => {
  const refuses = async (number: string, ...answers: string[]) => {
    const invite = await phone.hears(isOf(number, 'INVITE'), 20_000);
    for (const status of answers) phone.answers(invite, status);
  };
  const rejecting = Array.from({ length: 3 }, (_, index) => `+38067100510${index}`);
  const rejected = await started('Rings', rejecting);
  await Promise.all(rejecting.map((number) => refuses(number, '180 Ringing', '403 Forbidden')));
  const outcomes = async () => (await attemptsOf(holos.db, rejected)).map(({ outcome }) => outcome);
  await expect.poll(outcomes, { timeout: 20_000 }).toEqual(rejecting.map(() => 'rejected'));
  expect(holos.dialer.restsUntil).toBeNull();

  const refused = Array.from({ length: 3 }, (_, index) => `+38067100520${index}`);
  const id = await started('Blocked', refused);
  await Promise.all(refused.map((number) => refuses(number, '403 Forbidden')));
  const waiting = async () =>
    (await attemptsOf(holos.db, id)).flatMap(({ number, state }) => (state === 'waiting' ? [number] : []));
  await expect.poll(async () => (await waiting()).sort(), { timeout: 20_000 }).toEqual(refused);
  expect(holos.dialer.restsUntil).not.toBeNull();
}, 90_000);
