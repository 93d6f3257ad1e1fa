/** What is remembered of tries: of those at one account, or of those from one source. */
export interface Tries {
  /** How many were not right, less what time has taken back of them. */
  wrong: number;
  lastAt: Date;
  /** No try before this, where the wrong ones call for a pause. */
  nextAt: Date;
}

/** How often something may be tried. */
export interface TryRule {
  /** How long nothing may be tried after so many wrong tries. */
  pauseMs(wrong: number): number;
  /** A try that may begin within this time waits for it; one that may not is refused. */
  patienceMs: number;
  /** How long it takes until one wrong try is taken back by time; unless told, none is before all are forgotten. */
  eachTakenBackMs?: number;
}

const minute = 60_000;
/** Wrong tries are forgotten when so long nothing was tried. */
export const rememberedMs = 24 * 60 * minute;

/** So many wrong tries lock an account. */
export const triesToLock = 5;
const shortestLockMs = 30 * minute;
const longestLockMs = 24 * 60 * minute;

/** An account is locked for half an hour by five wrong tries, for twice as long by the next five, and so on up to a day. */
export const accountRule: TryRule = {
  pauseMs: (wrong) =>
    wrong > 0 && wrong % triesToLock === 0
      ? Math.min(shortestLockMs * 2 ** (wrong / triesToLock - 1), longestLockMs)
      : 0,
  patienceMs: 0,
};

const firstPauseMs = 10_000;
const longestPauseMs = 15 * minute;

/**
 * Whoever tried wrongly five times, at whatever accounts, waits before each further try: 10 s, 20 s … up to a quarter of an hour. The first of
 * these is waited for in the call, the others are refused. Every quarter of an hour takes one back: all who withhold their number are one
 * source, and what some of them slip each day must not add up. It is no quicker than the longest pause, so whoever guesses gains nothing.
 */
export const sourceRule: TryRule = {
  // Several within a moment are not quite as many: what time has taken back of them meanwhile is next to nothing.
  pauseMs: (wrong) =>
    Math.round(wrong) < triesToLock
      ? 0
      : Math.min(firstPauseMs * 2 ** (Math.round(wrong) - triesToLock), longestPauseMs),
  patienceMs: 15_000,
  eachTakenBackMs: longestPauseMs,
};

/**
 * Whether something may be tried now. A try counts as wrong when it begins, and is forgiven when it was right: so of many at the
 * same time no more are made than one after the other.
 * @param before what is remembered; null when nothing is
 * @returns how long the try has to wait, and what is remembered from now on; null when it is refused, and nothing changes
 */
export function nextTry(
  rule: TryRule,
  before: Tries | null,
  now: Date,
): { waitMs: number; after: Tries } | null {
  const known = before && now.getTime() - before.lastAt.getTime() < rememberedMs ? before : null;
  // Of two at the same time the one counted first may have begun a moment later, also by another node's clock: that is no pause.
  const pauses = known !== null && rule.pauseMs(known.wrong) > 0;
  const startsAt = pauses ? Math.max(now.getTime(), known.nextAt.getTime()) : now.getTime();
  const waitMs = startsAt - now.getTime();
  if (waitMs > rule.patienceMs) return null;
  const wrong = (known === null ? 0 : leftOf(known, rule, now)) + 1;
  return { waitMs, after: { wrong, lastAt: now, nextAt: new Date(startsAt + rule.pauseMs(wrong)) } };
}

/** How many of the wrong tries time has not taken back yet. */
function leftOf({ wrong, lastAt }: Tries, { eachTakenBackMs = Infinity }: TryRule, now: Date): number {
  const passedMs = Math.max(0, now.getTime() - lastAt.getTime());
  return Math.max(0, wrong - passedMs / eachTakenBackMs);
}
