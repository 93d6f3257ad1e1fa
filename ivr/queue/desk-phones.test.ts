import { expect, test } from 'vitest';
import { Bus } from '../../events.ts';
import { createLog } from '../../log.ts';
import { DeskPhones } from './desk-phones.ts';
import { Operators } from './operators.ts';

/** The exchange as far as it is asked here: who is there, and when it answers. */
function exchange() {
  const there = new Map<number, boolean | Error>();
  const waiting: (() => void)[] = [];
  let changed: (operatorId: number) => void = () => undefined;
  return {
    there,
    /** Lets the question with this number (0: the first that is open) be answered as things are now. */
    answers: async (index = 0) => {
      waiting.splice(index, 1)[0]?.();
      await new Promise(setImmediate);
    },
    tells: (operatorId: number) => changed(operatorId),
    get asked() {
      return waiting.length;
    },
    phones: {
      async isThere(operatorId: number) {
        const answer = there.get(operatorId) ?? false;
        await new Promise<void>((done) => waiting.push(done));
        if (answer instanceof Error) throw answer;
        return answer;
      },
      onChanged(listener: (operatorId: number) => void) {
        changed = listener;
        return () => undefined;
      },
    },
  };
}

function opened(kind: 'browser' | 'sip') {
  const world = exchange();
  const operators = new Operators(new Bus(() => undefined), () => 0);
  const told: string[] = [];
  const deskPhones = new DeskPhones(
    { operators, phones: world.phones, log: createLog('silent') },
    (_, state) => told.push(state),
  );
  operators.opened(1, kind);
  return { world, operators, told, deskPhones };
}

test('a SIP phone is asked for when the desk opens, and when it comes and goes', async () => {
  const { world, told, deskPhones } = opened('sip');
  void deskPhones.look(1);
  await world.answers();
  world.there.set(1, true);
  world.tells(1);
  await world.answers();
  world.there.set(1, false);
  world.tells(1);
  await world.answers();
  expect(told).toEqual(['unregistered', 'registered', 'unregistered']);
});

test('of two answers that overtake each other, the older one says nothing', async () => {
  const { world, told } = opened('sip');
  world.tells(1);
  world.there.set(1, true);
  world.tells(1);
  await world.answers(1);
  await world.answers(0);
  expect(told).toEqual(['registered']);
});

test('a browser speaks for itself, and a desk that is away is not asked for', async () => {
  const browser = opened('browser');
  browser.world.tells(1);
  expect(browser.world.asked).toBe(0);
  const away = opened('sip');
  away.operators.lost(1);
  away.world.tells(1);
  expect(away.world.asked).toBe(0);
});

test('an exchange that gives no answer changes nothing, and is asked again by its next event', async () => {
  const { world, told } = opened('sip');
  world.there.set(1, new Error('away'));
  world.tells(1);
  await world.answers();
  world.there.set(1, true);
  world.tells(1);
  await world.answers();
  expect(told).toEqual(['registered']);
});
