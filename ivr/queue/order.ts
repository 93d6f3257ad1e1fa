import { type QueueRules, usualLevel } from '../../config/company/queues.ts';
import type { Language } from '../../config/company.ts';
import { emergencyHeadStartMs, firstMovedUp, isUrgent, keptOperators } from './moved.ts';

/** What the order of offers depends on. Times are milliseconds of one clock. */
export interface WaitingCaller {
  callId: string;
  queue: string;
  language: Language;
  /** The time by which he stands in the line: a talk costs him no place. */
  sinceMs: number;
  /** Since when he waits now: a talk that he has had is no wait. What grows too long is reckoned from here. */
  waitsSinceMs: number;
  /** Goes before all who have none, see `emergencyHeadStartMs`. */
  emergency: boolean;
  /** Whose phones ring for this caller just now. */
  offeredTo: ReadonlySet<number>;
  /** Who rejected or missed this caller, and when. */
  refusedAtMs: ReadonlyMap<number, number>;
  /** He has hung up, and is called back when his turn comes. */
  isCalledBack?: boolean;
  /** When a supervisor sent him to the head of the line. */
  firstAtMs?: number | undefined;
  /** To whom a supervisor sent him. */
  keptFor?: KeptFor | undefined;
}

/** An operator is kept for a caller until then: he is offered him next, and the caller nobody else. */
export interface KeptFor {
  operatorId: number;
  untilMs: number;
}

/** An operator who has a desk open, whatever he does just now. */
export interface OnFloor {
  operatorId: number;
  /** Since when he is ready for a call; null: he is not. */
  freeSinceMs: number | null;
  /** He is, or will be by himself: at the end of a talk, not of a pause. Only such a one is kept for a caller. */
  soonFree: boolean;
  /** How many callers he has talked to today. */
  talks: number;
  /** The caller whom he refused last, if he has not been offered another one since. */
  refused?: string | undefined;
  /** Level by queue or language, see `skillLevel`; what is not in it is 2. */
  skills: ReadonlyMap<string, number>;
}

export type RulesOf = (queue: string) => QueueRules;

export interface Offer {
  callId: string;
  operatorId: number;
}

/** An operator who said no to a caller, or missed him, is not offered this caller again for so long. */
export const refusedForMs = 10_000;

const reserveLevel = 1;

/**
 * Who is offered to whom now. Callers are gone through in their order; each gets the operator whom the rules of his queue
 * choose among those who are free and fit, or all of them. One whom nobody fits who is free does not hold up those behind.
 * Whom an operator has refused comes to him again only after another one, or when nobody else is there.
 *
 * Who is kept for a caller is offered only him, whatever he can; but who is urgent waits for nobody, and goes before.
 */
export function nextOffers(
  nowMs: number,
  waiting: readonly WaitingCaller[],
  floor: readonly OnFloor[],
  rulesOf: RulesOf,
): Offer[] {
  const free = new Set(floor.filter((one) => one.freeSinceMs !== null));
  const offers: Offer[] = [];
  if (free.size === 0) return offers;
  const asked = new Set(waiting.filter((caller) => caller.offeredTo.size > 0).map((caller) => caller.callId));
  const kept = keptOperators(nowMs, waiting, floor);
  const isKept = new Set(kept.values());
  const line = inOrder(waiting, rulesOf);
  const takersOf = takersOn(nowMs, floor, rulesOf);
  for (const again of [false, true]) {
    if (again && ![...free].some((one) => one.refused !== undefined)) break;
    for (const caller of line) {
      const { choose } = rulesOf(caller.queue);
      if (free.size === 0) return offers;
      // Whoever is called back is on no telephone yet: one operator is reserved for him, and he is rung once.
      const atOnce = choose === 'all-at-once' && !caller.isCalledBack;
      if (asked.has(caller.callId) && !atOnce) continue;
      const his = kept.get(caller.callId);
      const canHaveAll = isKept.size === 0 || isUrgent(caller, rulesOf);
      const fitting = takersOf(caller).filter(
        (one) =>
          free.has(one) &&
          one !== his &&
          (canHaveAll || !(his || isKept.has(one))) &&
          (again || one.refused !== caller.callId) &&
          !caller.offeredTo.has(one.operatorId) &&
          !hasJustRefused(caller, one, nowMs),
      );
      fitting.sort(byChoice(choose, caller));
      if (his && free.has(his) && !caller.offeredTo.has(his.operatorId)) fitting.unshift(his);
      const chosen = atOnce ? fitting : fitting.slice(0, 1);
      for (const operator of chosen) {
        free.delete(operator);
        asked.add(caller.callId);
        offers.push({ callId: caller.callId, operatorId: operator.operatorId });
      }
    }
  }
  return offers;
}

/**
 * The line: each stands as if he had come earlier by the head start of his queue. So what is urgent goes first, nobody is
 * overtaken by an equal who came later, and nobody starves: after a wait as long as the head start of others nobody new
 * comes before him. Whom a supervisor sends to the head stands there.
 */
export function inOrder<
  T extends Pick<WaitingCaller, 'callId' | 'queue' | 'sinceMs' | 'emergency' | 'firstAtMs'>,
>(waiting: readonly T[], rulesOf: RulesOf): T[] {
  const line = waiting
    .map((caller) => ({ caller, atMs: placeMs(caller, rulesOf) }))
    .sort(
      ({ caller: a, atMs }, { caller: b, atMs: otherAtMs }) =>
        atMs - otherAtMs || a.sinceMs - b.sinceMs || (a.callId < b.callId ? -1 : 1),
    )
    .map(({ caller }) => caller);
  return firstMovedUp(line, rulesOf);
}

/** When a caller would have had to come to stand where he stands, among others without a head start. */
function placeMs(
  { queue, sinceMs, emergency }: Pick<WaitingCaller, 'queue' | 'sinceMs' | 'emergency'>,
  rulesOf: RulesOf,
) {
  const { headStartSeconds } = rulesOf(queue);
  return sinceMs - Math.max(headStartSeconds * 1000, emergency ? emergencyHeadStartMs : 0);
}

/**
 * Whether this operator may be offered this caller, were he free: he serves the queue (or the one it overflows into), and
 * speaks the language. A reserve serves when nobody else does, or when the queue overflows to reserves; for the language
 * only so long is waited as the queue's rules say, and only while somebody is there who speaks it.
 */
export function fits(
  nowMs: number,
  caller: Pick<WaitingCaller, 'queue' | 'language' | 'waitsSinceMs'>,
  operator: OnFloor,
  floor: readonly OnFloor[],
  rulesOf: RulesOf,
): boolean {
  if (!serves(nowMs, caller, operator, floor, rulesOf)) return false;
  if (levelOf(operator, caller.language) > 0) return true;
  const { languageSeconds } = rulesOf(caller.queue);
  if (nowMs - caller.waitsSinceMs >= languageSeconds * 1000) return true;
  return !floor.some(
    (one) => levelOf(one, caller.language) > 0 && serves(nowMs, caller, one, floor, rulesOf),
  );
}

/** Those of the floor whom a caller fits at one moment. Found once for all callers who are alike in all that it depends on. */
export function takersOn(
  nowMs: number,
  floor: readonly OnFloor[],
  rulesOf: RulesOf,
): (caller: Pick<WaitingCaller, 'queue' | 'language' | 'waitsSinceMs'>) => readonly OnFloor[] {
  const found = new Map<string, readonly OnFloor[]>();
  return (caller) => {
    const { longestWaitSeconds, languageSeconds } = rulesOf(caller.queue);
    const waitedMs = nowMs - caller.waitsSinceMs;
    const isOverdue = longestWaitSeconds !== null && waitedMs >= longestWaitSeconds * 1000;
    const alike = `${caller.queue} ${caller.language} ${isOverdue} ${waitedMs >= languageSeconds * 1000}`;
    const takers = found.get(alike) ?? floor.filter((one) => fits(nowMs, caller, one, floor, rulesOf));
    found.set(alike, takers);
    return takers;
  };
}

function serves(
  nowMs: number,
  { queue, waitsSinceMs }: Pick<WaitingCaller, 'queue' | 'waitsSinceMs'>,
  operator: OnFloor,
  floor: readonly OnFloor[],
  rulesOf: RulesOf,
): boolean {
  const level = levelOf(operator, queue);
  if (level >= usualLevel) return true;
  const { longestWaitSeconds, overflow } = rulesOf(queue);
  const overflows = longestWaitSeconds !== null && nowMs - waitsSinceMs >= longestWaitSeconds * 1000;
  if (level === reserveLevel) {
    if (overflows && overflow?.reserves) return true;
    if (!floor.some((one) => levelOf(one, queue) >= usualLevel)) return true;
  }
  return overflows && overflow?.queue !== undefined && levelOf(operator, overflow.queue) >= usualLevel;
}

/** Whether anybody who is there will ever be offered a caller of this queue. */
export function isStaffed(queue: string, floor: readonly OnFloor[], rulesOf: RulesOf): boolean {
  const overflow = rulesOf(queue).overflow?.queue;
  return floor.some(
    (one) =>
      levelOf(one, queue) >= reserveLevel || (overflow !== undefined && levelOf(one, overflow) >= usualLevel),
  );
}

/** When the order may become another one although nothing happens: a refusal ends, a wait grows too long, nobody is kept any more. Null: never. */
export function nextChangeMs(
  nowMs: number,
  waiting: readonly WaitingCaller[],
  rulesOf: RulesOf,
): number | null {
  let next = Number.POSITIVE_INFINITY;
  for (const { queue, waitsSinceMs, refusedAtMs, keptFor } of waiting) {
    const { longestWaitSeconds, languageSeconds } = rulesOf(queue);
    const languageAt = waitsSinceMs + languageSeconds * 1000;
    if (languageAt > nowMs && languageAt < next) next = languageAt;
    const overdueAt = waitsSinceMs + (longestWaitSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    if (overdueAt > nowMs && overdueAt < next) next = overdueAt;
    if (keptFor && keptFor.untilMs > nowMs && keptFor.untilMs < next) next = keptFor.untilMs;
    for (const refusedAt of refusedAtMs.values()) {
      const againAt = refusedAt + refusedForMs;
      if (againAt > nowMs && againAt < next) next = againAt;
    }
  }
  return next === Number.POSITIVE_INFINITY ? null : next;
}

function hasJustRefused(caller: WaitingCaller, { operatorId }: OnFloor, nowMs: number): boolean {
  const at = caller.refusedAtMs.get(operatorId);
  // What was refused at a time to come was refused before the clock was set back: nobody waits until that time has come again.
  return at !== undefined && nowMs >= at && nowMs < at + refusedForMs;
}

function levelOf({ skills }: Pick<OnFloor, 'skills'>, skill: string): number {
  return skills.get(skill) ?? usualLevel;
}

/**
 * The best first. Who has refused this caller before comes after all who have not, and who speaks his language as a reserve, or
 * not at all, after all who speak it; of equals, who has been free longest.
 */
function byChoice(choose: QueueRules['choose'], caller: WaitingCaller) {
  const skill = (one: OnFloor) => levelOf(one, caller.queue) + levelOf(one, caller.language);
  const first: (one: OnFloor) => number =
    choose === 'fewest-talks' ? (one) => one.talks : choose === 'best-skill' ? (one) => -skill(one) : () => 0;
  const refused = (one: OnFloor) => Number(caller.refusedAtMs.has(one.operatorId));
  const lacks = (one: OnFloor) => Math.max(0, usualLevel - levelOf(one, caller.language));
  return (a: OnFloor, b: OnFloor) =>
    refused(a) - refused(b) ||
    lacks(a) - lacks(b) ||
    first(a) - first(b) ||
    (a.freeSinceMs ?? 0) - (b.freeSinceMs ?? 0) ||
    a.operatorId - b.operatorId;
}
