/** What is remembered of tries: of those at one account, or of those from one source. */
export interface Tries {
  /** How many were not right. */
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

/** Whoever tried wrongly five times, at whatever accounts, waits before each further try: 10 s, 20 s … up to a quarter of an hour. The first of these is waited for in the call, the others are refused. */
export const sourceRule: TryRule = {
  pauseMs: (wrong) =>
    wrong < triesToLock ? 0 : Math.min(firstPauseMs * 2 ** (wrong - triesToLock), longestPauseMs),
  patienceMs: 15_000,
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
  const wrong = (known?.wrong ?? 0) + 1;
  return { waitMs, after: { wrong, lastAt: now, nextAt: new Date(startsAt + rule.pauseMs(wrong)) } };
}
