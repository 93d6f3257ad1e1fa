import { codeOf } from '../../errors.ts';
import { timeLimit } from '../../time-limit.ts';
import type { AsteriskNode } from '../asterisk/node.ts';

/** How a playback was over; `late`: nothing was heard of its end in time. */
export type PlaybackEnd = 'done' | 'failed' | 'late';

/** It may have to wait for its turn: what an earlier controller was saying is heard to its end first. */
const queuedMs = 30_000;

/**
 * Tells how a playback ends, also when its end comes while the link is down and nobody is told of it: nothing is late then,
 * and when the link is back Asterisk is asked. It forgets a playback that is over.
 * @param limitMs how long it may take from its beginning
 * @param fault told when Asterisk could not be asked; the limit holds then
 * @returns how to stop listening
 */
export function onPlaybackEnd(
  node: AsteriskNode,
  playbackId: string,
  limitMs: number,
  told: (end: PlaybackEnd) => void,
  fault: (error: unknown) => void,
): () => void {
  const stop = new AbortController();
  let stopLimit = () => {};
  const allow = (ms: number) => {
    stopLimit();
    if (!stop.signal.aborted) stopLimit = timeLimit(ms, () => node.state === 'up' && told('late'));
  };
  const ask = async () => {
    allow(queuedMs + limitMs);
    try {
      const { state } = await node.ari<{ state: string }>('playbacks', 'get', { playbackId });
      if (state !== 'queued') allow(limitMs);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ari.not-found') told('done');
      // The link is down again: asked when it is back.
      else if (code !== 'ari.down') fault(error);
    }
  };
  const stopListening = node.onSubject(playbackId, ({ type, playback }) => {
    if (type === 'PlaybackFinished') told(playback?.state === 'failed' ? 'failed' : 'done');
    if (type === 'PlaybackStarted') allow(limitMs);
  });
  const stopWatching = node.onState((state) => state === 'up' && void ask());
  allow(queuedMs + limitMs);
  return () => {
    stop.abort();
    stopLimit();
    stopListening();
    stopWatching();
  };
}
