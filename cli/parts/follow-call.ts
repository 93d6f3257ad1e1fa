import type { TownCall } from '../../test/town/call.ts';
import type { Recogniser } from '../../test/town/recognise.ts';
import { Narrator } from './narrator.ts';
import type { SaidByLog } from './said-by-log.ts';

export interface Following {
  /** Pressed one after the other, each when its turn has come: a key of a menu, or digits that belong together (`2468#`). */
  readonly keys: readonly string[];
  /** How long to stay on the line after the last key. */
  readonly stayMs: number;
  /** How long to stay on the line in all, counted from the answer; as long as the rest takes unless told. */
  readonly forMs?: number;
  /** Asked about sounds that are not recognised. */
  readonly log?: Pick<SaidByLog, 'at'>;
  readonly print: (atMs: number, text: string) => void;
  /** Hangs up. */
  readonly signal: AbortSignal;
}

const lookEveryMs = 200;
const longestRingingMs = 120_000;
/** A person who was told of no such key presses it when nothing more is said. */
const silenceBeforeKeyMs = 2000;

/**
 * Stays on a call until it is over: tells what is heard, and presses each key when a prompt has named it, or when nothing is
 * said any more.
 * @param recogniser that has heard nothing yet
 * @returns true when it was answered
 */
export async function follow(call: TownCall, recogniser: Recogniser, options: Following): Promise<boolean> {
  const hangUp = () => void call.hangsUp();
  const stopTimer = options.forMs === undefined ? () => {} : endAfter(options.forMs, call, hangUp);
  const narrator = new Narrator(call, recogniser, options.log);
  const left = [...options.keys];
  let turnFromMs = 0;
  if (options.signal.aborted) hangUp();
  options.signal.addEventListener('abort', hangUp, { once: true });
  for (;;) {
    // The sound of a call has no end that could be awaited: it is looked at as it grows.
    const over = await call.isOverWithin(lookEveryMs);
    for (const { atMs, text } of await narrator.look()) options.print(atMs, text);
    if (over) break;
    const [key] = left;
    if (key === undefined) {
      if (call.nowMs - turnFromMs > options.stayMs) await call.hangsUp();
    } else if (isTurn(key, narrator, turnFromMs)) {
      left.shift();
      await call.presses(key);
      turnFromMs = call.nowMs;
    }
  }
  stopTimer();
  options.signal.removeEventListener('abort', hangUp);
  const { cause, causeText, sipStatus } = await call.ended();
  if (sipStatus !== null)
    options.print(call.nowMs, `not answered: SIP ${sipStatus}, ${causeText} (${cause})`);
  return sipStatus === null;
}

/** A menu names its key; for digits one waits until the question has been said. */
function isTurn(keys: string, narrator: Narrator, fromMs: number): boolean {
  return (
    (keys.length === 1 && narrator.names(keys, fromMs)) || narrator.silentMs(fromMs) > silenceBeforeKeyMs
  );
}

/** Once the call is answered, ends it so long after that. @returns what stops the timer */
function endAfter(forMs: number, call: TownCall, hangUp: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  call.isAnswered(longestRingingMs).then(
    () => {
      timer = setTimeout(hangUp, forMs);
    },
    // Whoever follows the call tells that it was not answered.
    () => undefined,
  );
  return () => clearTimeout(timer);
}
