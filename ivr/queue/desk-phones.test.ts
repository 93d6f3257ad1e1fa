import { expect, test } from 'vitest';
import { Bus } from '../../events.ts';
import { createLog } from '../../log.ts';
import { deferred } from '../../test/town/waiting.ts';
import { DeskPhones } from './desk-phones.ts';
import { Operators } from './operators.ts';

/** A desk of operator 1 with a phone at an exchange that answers when the test says so. */
function opened(kind: 'browser' | 'sip') {
  const asked: ReturnType<typeof deferred<boolean>>[] = [];
  const told: string[] = [];
  let tells: (operatorId: number, isThere: boolean) => void = () => undefined;
  const phones = {
    isThere() {
      const question = deferred<boolean>();
      asked.push(question);
      return question.promise;
    },
    onChanged(listener: typeof tells) {
      tells = listener;
      return () => undefined;
    },
  };
  const operators = new Operators(new Bus(() => undefined), () => 0);
  const parts = { operators, phones, log: createLog('silent') };
  const deskPhones = new DeskPhones(parts, (_, state) => told.push(state));
  operators.opened(1, kind);
  const answered = deskPhones.opened(1);
  return { asked, told, operators, answered, tells: (isThere: boolean) => tells(1, isThere) };
}

test('a SIP phone is asked for when the desk opens; after that the exchange tells when it comes and goes', async () => {
  const { asked, told, answered, tells } = opened('sip');
  asked[0]?.resolve(true);
  await answered;
  tells(false);
  tells(true);
  expect(told).toEqual(['registered', 'unregistered', 'registered']);
});

test('an answer that was overtaken by what the exchange has told says nothing', async () => {
  const { asked, told, answered, tells } = opened('sip');
  tells(true);
  asked[0]?.resolve(false);
  await answered;
  expect(told).toEqual(['registered']);
});

test('a browser speaks for itself, and of a desk that is away nothing is told', () => {
  const browser = opened('browser');
  browser.tells(false);
  const away = opened('sip');
  away.operators.lost(1);
  away.tells(true);
  away.operators.close();
  expect([browser.asked, browser.told, away.told]).toEqual([[], [], []]);
});

test('an exchange that gives no answer says nothing, until it tells', async () => {
  const { asked, told, answered, tells } = opened('sip');
  asked[0]?.reject(new Error('away'));
  await answered;
  expect(told).toEqual([]);
  tells(true);
  expect(told).toEqual(['registered']);
});
