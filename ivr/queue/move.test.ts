import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FakeFloor, openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';

beforeEach(() => stopTheClock());
afterEach(() => void vi.useRealTimers());

const head = 9;
const [irina, roman] = [1, 2];
const queues = [{ id: 'dispatcher' }, { id: 'readings' }, { id: 'emergency', headStartSeconds: 3_600 }];

let floor: FakeFloor;
beforeEach(() => {
  floor = openFakeFloor({ queues });
  floor.bus.on('desk-call', ({ operatorId, call }) => {
    if (call?.stage === 'ringing') queueMicrotask(() => floor.floor.cardShown(operatorId, call.callId));
  });
});
afterEach(() => {
  expect(floor.errors).toEqual([]);
  floor.close();
  vi.clearAllTimers();
});

const line = () =>
  floor.line.waiting().flatMap(({ queue, waiting }) => waiting.map(({ callId }) => `${callId} in ${queue}`));
const rings = (operatorId: number) => floor.phones.of(operatorId).map(({ callId }) => callId);
const code = (verb: () => void) => {
  try {
    verb();
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

/** Nobody is ready; these wait, a second apart. */
async function waiting(...ids: string[]) {
  for (const id of [irina, roman]) {
    floor.comesToWork(id);
    floor.floor.pause(id, 'lunch');
  }
  const callers = [];
  for (const id of ids) {
    callers.push(floor.comes(id, 'dispatcher'));
    await passMs(1_000);
  }
  return callers;
}

/** An operator talks to somebody whom he has called himself, and takes calls after that. */
function isBusy(id: number) {
  floor.operators.change(id, 'dials');
  floor.floor.ready(id);
}

function isFreeAgain(id: number) {
  floor.operators.talkEnded(id, null);
  floor.floor.wrappedUp(id);
}

test('to another queue: there he stands by the time since when he waits, and the log says so', async () => {
  const [first] = await waiting('first');
  floor.comes('later', 'readings');
  await passMs(1_000);
  floor.floor.move('first', { queue: 'readings' }, head);
  expect(line()).toEqual(['first in readings', 'later in readings']);
  expect(floor.steps.slice(-2)).toMatchObject([
    { kind: 'moved', supervisorId: head, to: { queue: 'readings' } },
    { kind: 'waiting', queue: 'readings', position: 1, sinceMs: first?.place?.sinceMs },
  ]);
  expect(code(() => floor.floor.move('first', { queue: 'nowhere' }, head))).toBe('queue.unknown');
});

test('to the head of the line, behind an emergency that comes later', async () => {
  await waiting('first', 'second');
  floor.floor.move('second', { first: true }, head);
  expect(line()).toEqual(['second in dispatcher', 'first in dispatcher']);
  floor.comes('urgent', 'dispatcher', { emergency: true });
  await settle();
  expect(line()[0]).toBe('urgent in dispatcher');
  floor.floor.ready(irina);
  await settle();
  expect(rings(irina)).toEqual(['urgent']);
});

test('to a free operator: his phone rings at once, and the one that rang before falls silent', async () => {
  await waiting('first');
  floor.floor.ready(irina);
  await settle();
  expect(rings(irina)).toEqual(['first']);
  floor.floor.ready(roman);
  floor.floor.move('first', { operatorId: roman }, head);
  await settle();
  expect([rings(irina), rings(roman)]).toEqual([[], ['first']]);
  expect(floor.operators.of(irina).state).toBe('ready');
  expect(floor.steps).toContainEqual(
    expect.objectContaining({ kind: 'offer-ended', operatorId: irina, how: 'moved' }),
  );
});

test('to a busy operator: he gets him next, and after two minutes anybody does', async () => {
  const [first] = await waiting('first', 'second');
  isBusy(roman);
  floor.floor.move('second', { operatorId: roman }, head);
  floor.floor.ready(irina);
  await settle();
  expect(rings(irina)).toEqual(['first']);
  floor.floor.pause(irina, 'lunch');
  floor.floor.reject(irina, 'first');
  await settle();
  expect(floor.line.waiting()[0]?.waiting[1]).toMatchObject({
    callId: 'second',
    keptFor: { operatorId: roman },
  });
  await passMs(119_000);
  floor.floor.ready(irina);
  await settle();
  expect(rings(irina)).toEqual(['first']);
  floor.phones.of(irina).map((leg) => floor.phones.pickUp(leg));
  await passMs(1_000);
  first?.letGo();
  await settle();
  first?.call.step({ kind: 'disposition', operatorId: irina, disposition: 'advice' });
  floor.floor.wrappedUp(irina);
  await settle();
  expect(rings(irina)).toEqual(['second']);
});

test('an operator who rejects the one who was sent to him does not keep him', async () => {
  await waiting('first');
  isBusy(roman);
  floor.floor.move('first', { operatorId: roman }, head);
  isFreeAgain(roman);
  floor.floor.ready(irina);
  await settle();
  expect(rings(roman)).toEqual(['first']);
  floor.floor.reject(roman, 'first');
  await settle();
  expect(rings(irina)).toEqual(['first']);
});

test('to one who takes no calls until he says so nobody is sent; who was kept for one who goes to lunch gets another', async () => {
  await waiting('first');
  const sends = () => code(() => floor.floor.move('first', { operatorId: roman }, head));
  expect(sends()).toBe('operator.not-taking');
  isBusy(roman);
  floor.floor.pause(roman, 'lunch');
  expect(sends()).toBe('operator.not-taking');
  floor.floor.ready(roman);
  expect(sends()).toBe('done');
  floor.floor.ready(irina);
  await settle();
  expect(rings(irina)).toEqual([]);
  floor.floor.pause(roman, 'lunch');
  await settle();
  expect(rings(irina)).toEqual(['first']);
});

test('nobody is sent who does not wait, nor to one who is not there; a kept place is nobody on the telephone', async () => {
  const [first] = await waiting('first');
  floor.floor.deskClosed(roman);
  expect(code(() => floor.floor.move('first', { operatorId: roman }, head))).toBe('operator.no-desk');
  floor.line.keep({
    ...{ callbackId: 7, number: '+380501112233', hotline: '750-600', language: 'uk', queue: 'dispatcher' },
    ...{ waitingSince: new Date(), tries: 0, notBefore: new Date(0) },
  });
  for (const callId of ['nobody', 'callback-7'])
    expect(code(() => floor.floor.move(callId, { first: true }, head))).toBe('call.not-waiting');
  first?.hangUp();
  expect(code(() => floor.floor.move('first', { first: true }, head))).toBe('call.not-waiting');
});

test('whoever was sent to a queue where nobody is waits there', async () => {
  floor.comesToWork(irina);
  floor.rulebook.changeSkills(irina, { readings: 0 });
  floor.floor.pause(irina, 'lunch');
  floor.comes('first', 'dispatcher');
  await settle();
  floor.floor.move('first', { queue: 'readings' }, head);
  await settle();
  expect(line()).toEqual(['first in readings']);
  expect(floor.callers.get('first')?.place?.waits).toBe(true);
});
