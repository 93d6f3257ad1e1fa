import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadCompany } from '../../config/load-company.ts';
import type { KnownMeter } from '../../housing/meters/known-meter.ts';
import { judge } from '../../housing/meters/plausibility.ts';
import { createLog } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { type Message, noMessage } from '../../telephony/call/record.ts';
import { askedIn, mostOften, saidAtEach } from '../../test/fakes/asked-in.ts';
import { type FakeCall, fakeCall } from '../../test/fakes/fake-call.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { certificate } from './certificate.ts';
import { chooseLanguage } from './choose-language.ts';
import { closed } from './closed.ts';
import { closedMessage } from './closed-message.ts';
import { debt } from './debt.ts';
import { emergencyNumber } from './emergency-number.ts';
import { feedback } from './feedback.ts';
import { knownBreakdown } from './known-breakdown.ts';
import { leaveRequest } from './leave-request.ts';
import { mainMenu } from './main-menu.ts';
import { nobodyThere } from './operator.ts';
import { readings } from './readings.ts';

/** Whole flows, in the company that comes with Holos: while a caller tries to answer a question, he hears no sentence three times. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const company = await loadCompany({ company: '750-600' });
const account = { email: 'olena@example.com', street: 'Галицька', house: '1', flat: '2', number: '75000014' };
const owed = { balanceKopecks: 100, lastPaymentOn: null, lastPaymentKopecks: null, services: [] };

const meter: KnownMeter = {
  ...{ id: 1, accountId: 1, kind: 'cold-water', place: 'kitchen', serial: '7785', digits: 5, decimals: 3 },
  ...{
    verifiedUntil: '2028-01-01',
    outOfServiceSince: null,
    usualPerDay: 0.2,
    period: '2026-11',
    ofThisPeriod: null,
  },
  last: { value: '120.500', on: '2026-10-23' },
};

/** @param verified whose account the caller has shown to be his; null: no fact is right */
const services = (verified: number | null) =>
  ({
    company,
    accounts: {
      ofResidents: async () => [],
      residentsOf: async () => [],
      byNumber: async () => null,
      find: async () => null,
      verify: async () => null,
      verifiedIn: async () => verified,
      state: async () => ({ ...account, ...owed }),
    },
    meters: {
      isOpen: () => true,
      isInService: () => true,
      accountsOf: async () => (verified === null ? [] : [1, 2].map((id) => ({ id, number: `7500001${id}` }))),
      accountByNumber: async () => null,
      ofAccount: async () => [meter],
      judge: (typed: string) => judge(typed, meter, '2026-11-22', company.readings),
      newEntry: () => 'one',
      record: async () => ({ kept: 'database', replaced: false }),
    },
    certificates: { order: async () => ({ request: null, sms: false }) },
    feedback: {
      newEntry: () => 'one',
      lastRequest: async () => null,
      score: async () => undefined,
      comment: async () => undefined,
    },
    callbacks: { promise: async () => undefined },
    spokenRequests: { handIn: async () => ({ number: '26-000123', sms: true }) },
    messages: { promise: () => 'coming', sms: async () => 'coming' },
    incidents: {
      tellings: async () => [
        { id: 1, alike: [], joined: false, prompt: 'known-breakdown.breakdown', parameters: {} },
      ],
    },
    joining: { join: async () => true },
    languages: { remember: async () => undefined },
    line: { isStaffed: () => false },
    log: createLog('silent'),
  }) as unknown as IvrServices;

const flows: [IvrFlow, verified: number | null][] = [
  [mainMenu, null],
  [chooseLanguage, null],
  [leaveRequest, null],
  [leaveRequest, 1],
  [debt, null],
  [debt, 1],
  [certificate, null],
  [certificate, 1],
  [readings, null],
  [readings, 1],
  [feedback, null],
  [emergencyNumber, null],
  [knownBreakdown, null],
  [nobodyThere('dispatcher'), null],
  [closed('dispatcher'), null],
  [closedMessage, null],
];

/** Records without a telephone: a digit is a message, anything else is none. */
function recording(one: FakeCall): FakeCall {
  const { call } = one;
  call.record = async ({ name, prompts }): Promise<Message> => {
    await call.say(...prompts);
    call.asks({ name, kind: 'voice', keys: '#', wording: 0 });
    const key = await call.keys.next(8_000, call.signal);
    call.keys.answered();
    const said = key !== null && /\d/.test(key) ? 2_000 : 0;
    return { ...noMessage('one'), durationMs: said, voicedMs: said };
  };
  return one;
}

/** What a caller may do: nothing, a key that is an answer here and none there, digits. */
const deeds = ['', '', '1', '2', '3', '8', '9', '#', '75000015#', '2468#', '126*5#', `${'7'.repeat(40)}#`];
/** What leads to the last questions, which few happen upon. */
const straight = [
  ...['1', '2', '3'].map((key) => Array<string>(12).fill(key)),
  ...[['126*5#'], ['75000015#'], ['8', '75000015#'], ['2468#', '2468#', '8', '75000015#', '8', '1']],
];
const asked = new Set<string>();

describe('nobody hears a sentence three times', () => {
  test.each(flows.map(([flow, verified]) => ({ name: flow.name, flow, verified })))(
    'in $name, verified: $verified',
    async ({ flow, verified }) => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...deeds), { maxLength: 20 }), async (done) => {
          const one = recording(fakeCall());
          await askedIn(one, async (call: Call) => flow(call, services(verified)), done);
          for (const { name } of one.asked) asked.add(name);
          const [times, said] = saidAtEach(one)
            .map(mostOften)
            .toSorted(([a], [b]) => b - a)[0] ?? [0, ''];
          expect(times, said).toBeLessThan(3);
        }),
        { numRuns: 200, examples: straight.map((done) => [done]) },
      );
    },
  );
});

/** The names of the questions, as the flows have them. */
const named = [/\bname: '([a-z.-]+)'/g, /chooseOne\(call, '([a-z.]+)'/g];

test('every question that a flow asks was asked above', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .concat('../verify.ts')
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'));
  const names = sources.flatMap((text) =>
    named.flatMap((one) => [...text.matchAll(one)].map(([, name]) => name)),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => name !== undefined && !asked.has(name))).toEqual([]);
});
