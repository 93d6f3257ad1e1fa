import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPin } from '../../db/seeds/billing.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { eventually, goesTo, promptsIn, spokenIn, stepsOfLast } from './goes-to.ts';
import { hangUpEverywhere } from './hang-ups.ts';
import { type SmsProgram, smsProgram } from './sms-program.ts';

/** Certificates ordered by real calls, and the SMS that go with them, sent by a program. */
let world: World;
let program: SmsProgram;
const certificateKey = '4';
let numbers = 100;
/** A number of Олена's or of nobody's, for one test alone. */
const another = () => `+3805044${String(numbers++).padStart(5, '0')}`;

beforeAll(async () => {
  program = await smsProgram();
  world = await startWorld({ settings: { smsCommand: program.command } });
});
afterAll(async () => {
  await world.stop();
  await program.remove();
});

async function olenasOther(): Promise<string> {
  const number = another();
  await world.db('phones').insert({ number, resident_id: 1 });
  return number;
}

interface Row {
  id: number;
  number: string;
  category: string;
  resident_id: number | null;
  text: string;
  due_at: Date;
  status: string;
}
const requestsOf = (phone: string): Promise<Row[]> =>
  world.db('requests').where({ phone, category: 'certificate' });
const smsTo = (number: string) => program.sentTo(number);

async function orders(from: string, kind = '1'): Promise<TownCall> {
  const call = await goesTo(world, from, certificateKey);
  await call.hears('certificate.which', {}, { limitMs: 40_000 });
  await call.presses(kind);
  return call;
}

async function hearsNumber(call: TownCall, from: string): Promise<Row> {
  await eventually(async () => expect(await requestsOf(from)).toHaveLength(1));
  const [request] = (await requestsOf(from)) as [Row];
  await call.hears('certificate.accepted', { number: request.number }, { limitMs: 20_000 });
  await call.heardWhole('certificate.number', { number: request.number });
  await call.hears('certificate.due', { due: request.due_at });
  return request;
}

test.concurrent('a hang-up at every step leaves an order only after the last question', async () => {
  await hangUpEverywhere(
    world,
    {
      flows: ['certificate'],
      caller: olenasOther,
      calls: certificateKey,
      answers: [
        ['certificate.kind', '2'],
        ['certificate.where', '1'],
      ],
    },
    async ({ number, moment, hasHeard }) => {
      const ordered = hasHeard('said certificate.accepted') ? 1 : 0;
      expect(await requestsOf(number), moment).toHaveLength(ordered);
    },
  );
});

describe.concurrent('an order', () => {
  test('to be collected, for a known number: in the register, spoken twice, by SMS, and an SMS when it is ready', async () => {
    const from = await olenasOther();
    const call = await orders(from, '2');
    await call.hears('certificate.where.centre', { key: 1 });
    await call.presses('1');
    const request = await hearsNumber(call, from);
    await call.presses('*');
    await call.hears('certificate.number', { number: request.number });
    await call.hears('certificate.at-centre');
    await call.hears('certificate.sms');
    await call.hangsUp();
    expect(request).toMatchObject({ resident_id: 1, status: 'new' });
    expect(request.text).toBe(
      'Довідка про відсутність боргу. Забере в сервісному центрі. Особу не підтверджено.',
    );
    await eventually(async () =>
      expect(await smsTo(from)).toEqual([expect.stringContaining(request.number)]),
    );
    await isDone(request.id);
    await eventually(async () => expect(await smsTo(from)).toHaveLength(2));
    expect((await smsTo(from))[1]).toContain(`Довідка за заявкою ${request.number} готова`);
  });

  test('by e-mail, for whoever shows who he is: the address is not spoken', async () => {
    const from = await olenasOther();
    const call = await orders(from);
    await call.hears('certificate.where.email', { key: 2 }, { limitMs: 20_000 });
    await call.presses('2');
    await call.hears('verify.pin', {}, { limitMs: 20_000 });
    await call.presses(`${demoPin}#`);
    const request = await hearsNumber(call, from);
    await call.hears('certificate.by-email');
    await call.hangsUp();
    expect(request.text).toBe('Довідка про склад сім’ї. Надіслати на електронну пошту, що є в рахунку.');
    expect(spokenIn(await stepsOfLast(world, from))).not.toMatch(/@|example/);
  });

  test('by e-mail where none is on record: said to somebody unknown who shows that the account is his, for which he keys its number in once, and collected at the centre', async () => {
    const from = another();
    const { id, number } = await world.db('accounts').whereNull('email').first('id', 'number');
    const payer = await world.db('residents').where({ account_id: id }).min({ id: 'id' }).first();
    const call = await orders(from);
    await call.hears('certificate.account');
    await call.presses(`${number}#`);
    await call.hears('certificate.where.email', { key: 2 }, { limitMs: 20_000 });
    await call.presses('2');
    await call.hears('verify.pin', {}, { limitMs: 20_000 });
    await call.presses(`${demoPin}#`);
    await call.heardWhole('certificate.no-email');
    const request = await hearsNumber(call, from);
    await call.hears('certificate.at-centre');
    await call.hangsUp();
    expect(request.text).toBe('Довідка про склад сім’ї. Забере в сервісному центрі.');
    expect(request.resident_id).toBe(payer?.id);
    expect(promptsIn(await stepsOfLast(world, from))).not.toContain('verify.account');
  });
});

test('two calls of a family’s telephone at once: none is asked for an account, both orders are for the one who pays, and each hears its own number', async () => {
  const from = await olenasOther();
  const [child = 0] = await world
    .db('residents')
    .insert({ name: 'Коваленко Назар', account_id: 1, notes: '' });
  await world.db('phones').insert({ number: from, resident_id: child });
  const calls = await Promise.all(
    ['1', '2'].map(async (kind) => {
      const call = await orders(from, kind);
      await call.hears('certificate.where.centre', { key: 1 });
      await call.presses('1');
      return call;
    }),
  );
  await eventually(async () => expect(await requestsOf(from)).toHaveLength(2));
  const requests = await requestsOf(from);
  expect(requests.map((one) => one.resident_id)).toEqual([1, 1]);
  const wanted = requests.map(({ number }) => ({
    prompt: 'certificate.accepted',
    parameters: { number },
  }));
  const heard = await Promise.all(calls.map((call) => call.hearsAny(wanted, { limitMs: 20_000 })));
  expect(new Set(heard.map(({ parameters }) => parameters.number)).size).toBe(2);
  await Promise.all(calls.map((call) => call.hangsUp()));
  expect(promptsIn(await stepsOfLast(world, from))).not.toContain('certificate.account');
});

test('the controller is started anew in the middle: what was answered is not asked again, and there is one order', async () => {
  const from = await olenasOther();
  const call = await orders(from, '3');
  await call.hears('certificate.where.centre', { key: 1 });
  await world.restart();
  await call.hears('interrupted', {}, { limitMs: 30_000 });
  await call.hears('certificate.where.centre', { key: 1 }, { limitMs: 20_000 });
  await call.presses('1');
  const request = await hearsNumber(call, from);
  await call.hangsUp();
  expect(request.text).toContain('Довідка про нарахування');
  const prompts = promptsIn(await stepsOfLast(world, from));
  expect(prompts.filter((prompt) => prompt === 'certificate.which')).toHaveLength(1);
}, 120_000);

/** As an operator does at the desk. */
async function isDone(id: number): Promise<void> {
  const login = world.logins.find(({ role }) => role === 'operator');
  const session = await fetch(`${world.desk}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: login?.login, password: login?.password }),
  });
  const cookie = session.headers.get('set-cookie') ?? '';
  const changed = await fetch(`${world.desk}/api/requests/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ status: 'done', comment: '' }),
  });
  expect(changed.status).toBeLessThan(300);
}
