import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFakeFloor } from '../../test/floor/fake-floor.ts';
import { passMs, settle, stopTheClock } from '../../test/floor/virtual-time.ts';

/** Who waits too long is sent to a telephone outside, unless somebody is free here. */
const number = '+380342501580';
const queues = [
  { id: 'dispatcher' },
  { id: 'readings', longestWaitSeconds: 30, overflow: { number } },
] as const;
const olha = 1;

let floor: ReturnType<typeof openFakeFloor>;
beforeEach(() => {
  stopTheClock();
  floor = openFakeFloor({ queues });
});
afterEach(() => {
  floor.close();
  expect(floor.errors).toEqual([]);
  vi.useRealTimers();
});

/** Who was offered, in their order. */
const offered = () => floor.steps.flatMap((step) => (step.kind === 'offered' ? [step.callId] : []));
const outcomeOf = (id: string) => floor.callers.get(id)?.place?.outcome;
/** As `afterTalk` sends one on who came three minutes ago and was talked to until now. */
const afterTalk = () => ({ sinceMs: Date.now() - 183_000, waitsSinceMs: Date.now() });

test('a talk is no wait: who is sent on after one goes outside only when he has waited so long since', async () => {
  floor.comesToWork(olha);
  floor.comes('other', 'dispatcher');
  await settle();
  floor.comes('sent on', 'readings', afterTalk());
  const shown = () => floor.line.waiting().find(({ queue }) => queue === 'readings')?.waiting[0];
  expect(shown()?.since).toEqual(new Date());
  expect(floor.steps.findLast(({ kind }) => kind === 'waiting')).toMatchObject(afterTalk());
  const sent = vi.fn();
  void outcomeOf('sent on')?.then(sent);
  await passMs(29_000);
  expect(sent).not.toHaveBeenCalled();
  await passMs(1_500);
  expect(sent).toHaveBeenCalledWith({ kind: 'outside', number });
});

test('who has not been ready since he came serves no queue after five minutes', async () => {
  floor.floor.deskOpened(olha);
  expect(floor.line.isStaffed('dispatcher')).toBe(true);
  floor.comes('waits', 'dispatcher');
  const sent = vi.fn();
  void outcomeOf('waits')?.then(sent);
  await passMs(299_000);
  expect(sent).not.toHaveBeenCalled();
  await passMs(1_500);
  expect(sent).toHaveBeenCalledWith({ kind: 'unstaffed' });
  expect(floor.line.isStaffed('dispatcher')).toBe(false);
});

async function misses(): Promise<void> {
  floor.comes('missed', 'dispatcher');
  await settle();
  floor.floor.cardShown(olha, 'missed');
  await passMs(20_500);
  floor.callers.get('missed')?.hangUp();
  await settle();
}

test.each([
  ['pauses', 'paused', async () => floor.floor.pause(olha, 'lunch')],
  ['has missed a call', 'missed', misses],
])(
  'who %s is expected back in two minutes; then nobody waits for him who could be called back',
  async (_, state, goes) => {
    floor.comesToWork(olha);
    await goes();
    expect(floor.operators.of(olha).state).toBe(state);
    floor.comes('waits', 'dispatcher');
    const sent = vi.fn();
    void outcomeOf('waits')?.then(sent);
    await passMs(118_000);
    expect(floor.line.isStaffed('dispatcher')).toBe(true);
    expect(sent).not.toHaveBeenCalled();
    await passMs(2_500);
    expect(sent).toHaveBeenCalledWith({ kind: 'unstaffed' });
    expect(floor.line.isStaffed('dispatcher')).toBe(false);
    floor.floor.ready(olha);
    expect(floor.line.isStaffed('dispatcher')).toBe(true);
    floor.floor.deskClosed(olha);
    expect(floor.line.isStaffed('dispatcher')).toBe(false);
  },
);

test('nobody goes outside while somebody fitting is free', async () => {
  floor.comesToWork(olha);
  floor.comes('overdue', 'readings', { sinceMs: Date.now() - 40_000, waitsSinceMs: Date.now() - 40_000 });
  const sent = vi.fn();
  void outcomeOf('overdue')?.then(sent);
  await settle();
  expect(sent).not.toHaveBeenCalled();
  expect(offered()).toEqual(['overdue']);
});

test('who has been sent outside is offered to nobody any more, though his flow has not left the line yet', async () => {
  floor.comesToWork(olha);
  floor.operators.change(olha, 'pause', { reason: 'lunch' });
  floor.comes('overdue', 'readings', { sinceMs: Date.now() - 40_000, waitsSinceMs: Date.now() - 40_000 });
  floor.floor.ready(olha);
  expect(offered()).toEqual([]);
  expect(() => floor.line.move('overdue', { first: true }, 9)).toThrow('does not wait any more');
});
