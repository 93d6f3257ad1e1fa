import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import type { Place, WaitingLine, WaitOutcome } from './line.ts';

/** The position is not said more often than this. */
const announceMs = 30_000;

/**
 * What a waiting caller hears: the position, music, and the new position when the line has moved. Ends the moment an
 * operator picks up, in the middle of a sentence too.
 */
export async function waitInLine(call: Call, place: Place, line: WaitingLine): Promise<WaitOutcome> {
  const found = new AbortController();
  const outcome = place.outcome.then((value) => {
    found.abort();
    return value;
  });
  let said = 0;
  while (!found.signal.aborted) {
    const position = line.position(place);
    // Told only when it has become better: an emergency may have gone before.
    if (said === 0 || position < said) {
      said = position;
      await call.music(false);
      await call.sayUntil(found.signal, announcement(position));
      if (found.signal.aborted) break;
      await call.music(true);
    }
    await untilSomethingChanges(call, place, line, said, found.signal);
    // Nothing that was pressed while waiting may answer a later question.
    call.keys.clear();
  }
  await call.music(false);
  return outcome;
}

function announcement(position: number): Utterance {
  return position <= 1 ? 'queue.wait.first' : ['queue.position', { position }];
}

/** At least the time between two announcements; then until the position is another one. */
async function untilSomethingChanges(
  call: Call,
  place: Place,
  line: WaitingLine,
  said: number,
  found: AbortSignal,
): Promise<void> {
  const onFound = (done: (value: true) => void) => {
    const listener = () => done(true);
    if (found.aborted) listener();
    found.addEventListener('abort', listener);
    return () => found.removeEventListener('abort', listener);
  };
  await waitFor<true>(onFound, { signal: call.signal, limitMs: announceMs });
  if (found.aborted || line.position(place) < said) return;
  await waitFor<true>(
    (done) => {
      const stopFound = onFound(done);
      const stopMoved = line.onMoved(() => line.position(place) < said && done(true));
      return () => {
        stopFound();
        stopMoved();
      };
    },
    { signal: call.signal },
  );
}
