import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readingsSchema } from '../../config/company/readings.ts';
import type { KnownMeter } from '../../housing/meters/known-meter.ts';
import { judge } from '../../housing/meters/plausibility.ts';
import { createLog } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { askedIn, mostOften } from '../../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { verify } from '../verify.ts';
import { closed } from './closed.ts';
import { nobodyThere } from './operator.ts';
import { readingsAccount } from './readings-account.ts';
import { askWhere } from './request-where.ts';
import { askReading } from './take-reading.ts';

/** Whatever a caller does at a question, and in whatever order: nobody hears the same sentence three times. */
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const meter: KnownMeter = {
  id: 1,
  accountId: 1,
  kind: 'cold-water',
  place: 'kitchen',
  serial: '7785',
  digits: 5,
  decimals: 3,
  verifiedUntil: '2028-01-01',
  outOfServiceSince: null,
  last: { value: '120.500', on: '2026-10-23' },
  usualPerDay: 0.2,
  period: '2026-11',
  ofThisPeriod: null,
};
const judging = {
  judge: (typed: string, known: KnownMeter) => judge(typed, known, '2026-11-22', readingsSchema.parse({})),
  newEntry: () => 'one',
};
/** Accounts as far as the questions ask for them: `ids` belong to the caller, and no number and no PIN is right. */
const nothingRight = (ids: number[], verification: 'pin' | 'account' = 'pin') =>
  ({
    company: { verification },
    accounts: {
      ofResidents: async () => ids,
      residentsOf: async () => [],
      byNumber: async () => null,
      find: async () => null,
      verify: async () => null,
      verifiedIn: async () => null,
    },
    log: createLog('silent'),
    meters: {
      accountsOf: async () => ids.map((id) => ({ id, number: `7500001${id}` })),
      accountByNumber: async () => null,
    },
  }) as unknown as IvrServices;

/** At night, and where nobody is on the floor: nobody is to be promised what there is not. */
const nobody = {
  company: {
    ...{ timezone: 'Europe/Kyiv', country: 'UA', areaCode: '342', executors: [], hotlines: [] },
    ...{ queues: [{ id: 'dispatcher' }], timetables: [], outgoing: { foreign: [], premium: [] } },
  },
  callbacks: { promise: async () => undefined },
} as unknown as IvrServices;
const toAPerson = ['key.wrong.again', 'silence.second', 'silence.last'].map((prompt) => sentence(prompt));

const questions: Record<string, (call: Call) => Promise<unknown>> = {
  'a reading': (call) => askReading(call, judging, meter),
  'whose meters, by the number': (call) => readingsAccount(call, nothingRight([])),
  'whose meters, of several': (call) => readingsAccount(call, nothingRight([1, 2])),
  'the PIN': (call) => verify(call, nothingRight([1])),
  'the number and the PIN': (call) => verify(call, nothingRight([])),
  'the number as a proof': (call) => verify(call, nothingRight([1], 'account')),
  'where a request is to be done': (call) => askWhere(call, nothingRight([])),
  'whether to be called back, where nobody is there': (call) => nobodyThere('dispatcher')(call, nobody),
  'what to do at night': (call) => closed('dispatcher')(call, nobody),
};

/** What a caller may do: nothing, a key, digits that are right or wrong for one question or another. */
const deeds = [
  ...['', '', '1', '2', '3', '8', '#'],
  ...['126*5#', '126*5#', '5#', '1*2*3#', '126250#', `${'7'.repeat(40)}#`, `${'7'.repeat(64)}`],
  ...['75000015#', '75000016#', '2468#', '12#'],
];

test.each(Object.entries(questions))('%s', async (_, question) => {
  const history = fc.array(fc.constantFrom(...deeds), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(history, async (done) => {
      const one = fakeCall();
      await askedIn(one, question, done);
      const [times, said] = mostOften(one.said);
      expect(times, said).toBeLessThan(3);
    }),
    { numRuns: 400 },
  );
});

test.each([nobodyThere('dispatcher'), closed('dispatcher')])(
  'where there is nobody, no mistake leads to the offer of a person: $name',
  async (flow) => {
    for (const done of [
      ['8', '8', '8'],
      ['0', '8', '8'],
      ['8', '0', '', '8'],
      ['', ''],
    ]) {
      const one = fakeCall();
      await askedIn(one, (call) => flow(call, nobody), done);
      expect(one.said.filter((said) => toAPerson.includes(said))).toEqual([]);
    }
  },
);

const last = sentence('readings.enter.last');

test.each([
  [['1*2*3#', '', '2', '1*2*3#'], null],
  [['', '', '2', '1*2*3#'], null],
  [['126*5#', '2', '126*5#', '2', '126*5#', '2'], null],
  [['', '', '1'], 'skipped'],
  [['1*2*3#', '5#', '2', '126*5#', '1'], { entry: 'one', value: '126.500', doubts: [] }],
])('a reading after %j', async (done, expected) => {
  const one = fakeCall();
  expect(await askedIn(one, questions['a reading'] as (call: Call) => Promise<unknown>, done)).toEqual(
    expected,
  );
  expect(one.said.filter((said) => said === last)).toHaveLength(expected === 'skipped' ? 0 : 1);
});

test('whoever asks to hear it again hears it as often as he likes, and gets no further try for it', async () => {
  const one = fakeCall();
  const menu = { name: 'menu', prompts: ['full'], again: ['short'], keys: '1' };
  const asked = await askedIn(one, (call) => call.choose(menu), ['*', '8', '*', '*', '8', '*', '8', '1']);
  expect(asked).toBeNull();
  const full = Array(2).fill('full');
  const short = Array(3).fill('short');
  expect(one.said).toEqual(
    [...full, 'key.wrong', ...short, 'key.wrong.again', 'short'].map((prompt) => sentence(prompt)),
  );
});
