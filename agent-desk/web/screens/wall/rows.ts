import type { CallSummary, Colleague, DeskState, WaitingCaller } from '../../state/contract.ts';

/** A caller in the line, with the queue where he stands. */
export interface WaitingRow extends WaitingCaller {
  id: string;
  queue: string;
  /** Whose phones ring for him. */
  ringsAt: Colleague[];
  /** The operator who is kept for him; null: nobody, or not any more. */
  waitsFor: Colleague | null;
}

/** An operator at work, with the call that he is in. */
export interface OperatorRow extends Colleague {
  call: CallSummary | null;
  /** Who was sent to him and gets him next. */
  next: WaitingRow | null;
}

type Shown = Pick<DeskState, 'queues' | 'colleagues' | 'calls'>;

/** Everybody who waits: emergencies first, then whom a supervisor has sent to the head, then who has waited longest. */
export function waitingRows({ queues, colleagues }: Shown, nowMs: number): WaitingRow[] {
  const rows = queues.flatMap(({ id: queue, waiting }) =>
    waiting.map((one, at) => ({
      ...one,
      id: one.callId,
      queue,
      at,
      ringsAt: colleagues.filter(({ state, callId }) => state === 'ringing' && callId === one.callId),
      waitsFor: keptFor(one, colleagues, nowMs),
    })),
  );
  // Within a queue the server's order holds.
  return rows.sort((a, b) =>
    a.queue === b.queue
      ? a.at - b.at
      : Number(b.emergency) - Number(a.emergency) ||
        Number(b.first) - Number(a.first) ||
        a.since.localeCompare(b.since),
  );
}

function keptFor({ keptFor: kept }: WaitingCaller, colleagues: Colleague[], nowMs: number): Colleague | null {
  if (!kept || Date.parse(kept.until) <= nowMs) return null;
  return colleagues.find((one) => one.id === kept.operatorId && isSoonFree(one)) ?? null;
}

/** What needs a supervisor's eye stands first; within a state, who has been in it longest. */
const rankOf: Record<Colleague['state'], number> = {
  ...{ missed: 0, unreachable: 1, talking: 2, ringing: 3, 'wrap-up': 4 },
  ...{ internal: 5, ready: 6, supervising: 7, paused: 8, offline: 9 },
};

const comesBack: ReadonlySet<Colleague['state']> = new Set([
  ...(['ready', 'ringing', 'talking', 'wrap-up', 'internal'] as const),
]);

/** Is free for a caller, or will be by himself: who takes a pause, or missed a call, comes back by his own word. */
export function isSoonFree({ state, afterwards }: Pick<Colleague, 'state' | 'afterwards'>): boolean {
  return comesBack.has(state) && afterwards === null;
}

/** Everybody who is at work, and whom a supervisor has taken off the floor: he can be put back. */
export function operatorRows(
  { colleagues, calls }: Shown,
  waiting: readonly WaitingRow[],
  isOver: (one: Colleague) => boolean,
): OperatorRow[] {
  const rank = (one: Colleague) => (isOver(one) ? -1 : rankOf[one.state]);
  return colleagues
    .filter(({ state, setBy }) => state !== 'offline' || setBy !== null)
    .map((one) => ({
      ...one,
      call: calls.find(({ id }) => id === one.callId) ?? null,
      next: waiting.find(({ waitsFor }) => waitsFor?.id === one.id) ?? null,
    }))
    .sort((a, b) => rank(a) - rank(b) || a.since.localeCompare(b.since) || a.id - b.id);
}
