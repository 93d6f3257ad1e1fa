import { untrack } from 'svelte';
import { ask } from '../../state/api.ts';
import { clock } from '../../state/clock.svelte.ts';
import { company } from '../../state/company.svelte.ts';
import {
  type Callback,
  callbacksToMake,
  countCallbacks,
  type Figures,
  onTelephone,
} from '../../state/contract.ts';
import { desk } from '../../state/desk.svelte.ts';
import { Fetched } from '../../state/fetched.svelte.ts';
import { overMinutes } from '../../state/presence.ts';
import { daysOf, spanOf } from '../figures/span.ts';
import { type OperatorRow, operatorRows, type WaitingRow, waitingRows } from './rows.ts';

/** Soon after something has happened, for often more happens at once; then no more often than this. */
const soonMs = 400;
const apartMs = 5_000;
/** A session is over when nothing was asked for 16 h (agent-desk/server/session/session.ts), and on a quiet Saturday nothing changes for as long. */
const anywayMs = 3_600_000;

/**
 * What the wall shows. Who waits and who works comes by the live link. The figures of today are those of the Figures screen, asked
 * for anew whenever the line, the talks or the rules of a queue have changed: not on and on, but often enough for a screen that hangs on
 * the wall to stay logged in.
 */
export class WallState {
  readonly #figures = new Fetched<Figures>();
  readonly #span = $derived(spanOf(daysOf({}, clock.quarterMs, company.timezone), company.timezone));
  readonly #from = $derived(this.#span?.from);
  readonly #to = $derived(this.#span?.to);
  readonly #queues = $derived(desk.state?.queues);
  readonly #counts = $derived(desk.state?.today);
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLeft = false;

  readonly waiting: WaitingRow[] = $derived(desk.state ? waitingRows(desk.state, clock.nowMs) : []);
  readonly operators: OperatorRow[] = $derived(
    desk.state ? operatorRows(desk.state, this.waiting, (one) => overMinutes(one) !== null) : [],
  );
  /** Who did not wait for an answer, has not been called since and does not call now, the longest ago first. */
  readonly lost: Callback[] = $derived(
    (desk.state ? callbacksToMake(desk.state) : []).filter(({ why }) => why === 'abandoned'),
  );
  /** How many are to be called in all: more than stand here, on a bad day. */
  readonly toCallBack = $derived(
    desk.state ? countCallbacks(desk.state) : { promised: 0, abandoned: 0, all: 0 },
  );
  readonly lanesBusy: number = $derived(desk.state?.attempts.length ?? 0);
  /** How long waits who waits longest now; who is to be called back is on no telephone. */
  readonly longestNowMs: number | null = $derived(longestMs(this.waiting));

  get figures(): Figures | null {
    return this.#figures.value;
  }
  get failed(): boolean {
    return this.#figures.failed !== null;
  }

  /** Keeps the figures fresh, to be called while the wall is drawn. */
  follow(): void {
    $effect(() => {
      void [this.#queues, this.#counts, this.#from, this.#to];
      if (desk.live) untrack(() => this.#askSoon());
    });
    // The share that is to be answered in time may be another one now.
    $effect(() =>
      desk.onEvent(({ type }) => {
        if (type === 'queue-held') this.#askSoon();
      }),
    );
    $effect(() => {
      const anyway = setInterval(() => {
        if (desk.live) this.#askSoon();
      }, anywayMs);
      return () => clearInterval(anyway);
    });
    $effect(() => () => {
      this.#isLeft = true;
      clearTimeout(this.#timer);
      this.#figures.stop();
    });
  }

  #askSoon(): void {
    const inMs = Math.max(soonMs, this.#askedAtMs + apartMs - performance.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#askedAtMs = performance.now();
      void this.#ask();
    }, inMs);
  }

  async #ask(): Promise<void> {
    const [from, to] = [this.#from, this.#to];
    if (from === undefined || to === undefined) return;
    await this.#figures.load((signal) => ask('figures', { query: { from, to }, signal }));
    // For a long time nothing may happen that would have them asked for.
    if (this.failed && !this.#isLeft) this.#askSoon();
  }
}

/** Null of none. */
export function longestMs(waiting: readonly WaitingRow[]): number | null {
  const lengths = onTelephone(waiting).map(({ since }) => clock.sinceMs(since));
  return lengths.length > 0 ? Math.max(...lengths) : null;
}
