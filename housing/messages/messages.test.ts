import fc from 'fast-check';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../../db/connect.ts';
import { type SmsRow, smsToNumber } from '../../db/queries/sms.ts';
import { type TestDatabase, testDatabase } from '../../db/testing.ts';
import { createLog, logOptions } from '../../log.ts';
import { afterTry } from './after-try.ts';
import { createMessages, type GivenUp, type Messages } from './messages.ts';
import { commandSender, type Handed, type SmsSender } from './sender.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
}, 60_000);
afterAll(() => t.close());
const open: Messages[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await t.db('sms').del();
});

const place = { country: 'UA', areaCode: '342' };
const mobile = '+380501112233';
const sms = { number: mobile, text: 'Готово', callId: null, why: 'test' };

function messages(send?: SmsSender, node = 'n1', givenUp?: GivenUp): Messages {
  const made = createMessages({ db: t.db, log: createLog('silent'), node, place, send, givenUp, lookMs: 50 });
  open.push(made);
  return made;
}

/** A provider that takes everything, or answers what it is told to. */
function provider(answers: Handed[] = []) {
  const got: string[] = [];
  const send: SmsSender = async ({ text }) => {
    got.push(text);
    return answers.shift() ?? { outcome: 'accepted', fault: null };
  };
  return { got, send };
}
const failed: Handed = { outcome: 'failed', fault: 'busy' };

async function settles(state: SmsRow['state']): Promise<SmsRow> {
  await expect.poll(async () => (await smsToNumber(t.db, mobile))[0]?.state).toBe(state);
  return (await smsToNumber(t.db, mobile))[0] as SmsRow;
}

describe('who can be reached', () => {
  test.each([
    [mobile, true],
    ['0501112233', true],
    ['+380342750600', false],
    ['1580', false],
    [null, false],
    ['+48501112233', false],
  ])('%s: %s', async (number, reached) => {
    const { promise, sms: write } = messages(provider().send);
    expect(promise(number)).toBe(reached ? 'coming' : 'unreachable');
    expect(await write({ ...sms, number })).toBe(reached ? 'coming' : 'unreachable');
  });
});

test('without a way to send, a message is kept and can be read', async () => {
  expect(await messages().sms(sms)).toBe('kept');
  expect(await smsToNumber(t.db, mobile)).toMatchObject([{ text: 'Готово', state: 'kept', tries: 0 }]);
  const { got, send } = provider();
  await messages(send).sms({ ...sms, text: 'later' });
  await settles('sent');
  // What was kept long ago is not sent all at once when there is a way some day.
  expect(got).toEqual(['later']);
});

test('it is sent at once, and once', async () => {
  const { got, send } = provider();
  const { sms: write } = messages(send);
  expect(await write({ ...sms, once: 'certificate-ready 1' })).toBe('coming');
  expect(await write({ ...sms, once: 'certificate-ready 1' })).toBe('coming');
  expect(await settles('sent')).toMatchObject({ tries: 1, fault: null });
  expect(got).toEqual(['Готово']);
});

test('one written in a transaction is sent when that is committed, and never when it is not', async () => {
  const { got, send } = provider();
  const { sms: write } = messages(send);
  await inTransaction(t.db, (trx) => write({ ...sms, text: 'committed' }, trx));
  const undone = inTransaction(t.db, async (trx) => {
    await write({ ...sms, text: 'undone' }, trx);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await settles('sent');
  expect(got).toEqual(['committed']);
});

test('one that fails is tried again later, up to the limit; then it is given up and says why', async () => {
  const { got, send } = provider(Array.from({ length: 9 }, () => failed));
  await messages(send).sms(sms);
  const dueNow = () =>
    t
      .db('sms')
      .where({ state: 'waiting' })
      .update({ not_before: new Date(0) });
  for (let tries = 1; tries < 5; tries++) {
    await expect.poll(() => got.length).toBe(tries);
    expect(await settles('waiting')).toMatchObject({ tries, fault: 'busy' });
    await dueNow();
  }
  expect(await settles('failed')).toMatchObject({ tries: 5, fault: 'busy' });
  expect(got).toHaveLength(5);
});

test.each(['refused', 'unclear'] as const)('one that is %s is not tried again', async (outcome) => {
  const { got, send } = provider([{ outcome, fault: 'wrong number' }]);
  await messages(send).sms(sms);
  expect(await settles('failed')).toMatchObject({ tries: 1, fault: 'wrong number' });
  expect(got).toHaveLength(1);
});

test('what the program says of one that is refused is kept, and may be in the log only where persons may', async () => {
  const logged = async (showPersons: boolean) => {
    const lines: string[] = [];
    const log = pino(logOptions('info', showPersons), { write: (line: string) => lines.push(line) });
    const send = commandSender('sh -c "echo 0501112233 {number} is no number >&2; exit 65"');
    const made = createMessages({ db: t.db, log, node: 'n1', place, send });
    await made.sms(sms);
    expect(await settles('failed')).toMatchObject({ fault: `0501112233 ${mobile} is no number` });
    await made.close();
    expect(lines).toHaveLength(1);
    return lines[0];
  };
  expect(await logged(true)).toContain(mobile);
  const hidden = await logged(false);
  expect(hidden).toContain('the program ended with code 65');
  expect(hidden).not.toContain('501112233');
});

test('several nodes share the outbox, and each message is sent once', async () => {
  const providers = ['n1', 'n2', 'n3'].map((node) => {
    const made = provider();
    return { ...made, messages: messages(made.send, node) };
  });
  const texts = Array.from({ length: 60 }, (_, i) => `message ${i}`);
  await Promise.all(texts.map((text, i) => providers[i % 3]?.messages.sms({ ...sms, text })));
  await expect
    .poll(async () => (await t.db('sms').where({ state: 'sent' })).length, { timeout: 10_000 })
    .toBe(60);
  expect(providers.flatMap(({ got }) => got).sort()).toEqual([...texts].sort());
});

test('what was being sent when its process died is given up by the next one, not sent again', async () => {
  const keptWaiting = provider();
  await messages().sms(sms);
  await t.db('sms').update({ state: 'sending', claimed_by: 'n1', tries: 1 });
  await messages(keptWaiting.send, 'n2').sms({ ...sms, number: '+380671112233' });
  await messages(keptWaiting.send, 'n1').sms({ ...sms, number: '+380671112233' });
  expect(await settles('failed')).toMatchObject({ fault: 'Holos was stopped while it was being sent' });
});

test('that one is given up is told once it is written, also of what a process left that died', async () => {
  const told: string[] = [];
  const givenUp: GivenUp = async ({ once }) => {
    if (told.length === 0) {
      told.push('not yet');
      throw new Error('the database is away');
    }
    return () => told.push(once ?? '');
  };
  await messages().sms({ ...sms, once: 'left' });
  await t.db('sms').update({ state: 'sending', claimed_by: 'n1', tries: 1 });
  const { send } = provider([{ outcome: 'refused', fault: 'wrong number' }]);
  await messages(send, 'n1', givenUp).sms({ ...sms, once: 'refused' });
  await expect.poll(() => told).toEqual(['not yet', 'left', 'refused']);
  expect(await t.db('sms').pluck('state')).toEqual(['failed', 'failed']);
});

test('whatever comes of the tries, there are at most five, and none after the message has ended', () => {
  const handed = fc.record({
    outcome: fc.constantFrom('accepted', 'failed', 'refused', 'unclear'),
    fault: fc.constant('why'),
  });
  fc.assert(
    fc.property(fc.infiniteStream(handed as fc.Arbitrary<Handed>), (answers) => {
      let tries = 0;
      for (const answer of answers) {
        const after = afterTry(++tries, answer, new Date(0));
        expect(after.state === 'sent').toBe(answer.outcome === 'accepted');
        if (after.state !== 'waiting') break;
        expect(answer.outcome).toBe('failed');
        expect(after.notBefore.getTime()).toBeGreaterThan(0);
      }
      expect(tries).toBeLessThanOrEqual(5);
    }),
  );
});
