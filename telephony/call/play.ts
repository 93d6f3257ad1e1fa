import { randomUUID } from 'node:crypto';
import { HolosError } from '../../errors.ts';
import type { AriOperation, AsteriskNode } from '../asterisk/node.ts';
import { CallOver } from './ended.ts';
import type { Keys } from './keys.ts';
import { onPlaybackEnd, type PlaybackEnd } from './playback-end.ts';
import { letGo } from './room.ts';
import { waitFor } from './waiting.ts';

/** A sound as the telephony needs it: an absolute path without ending. */
export interface Playable {
  path: string;
  durationMs: number;
}

/** What is done just before the first sound, in one go with it: the answer. */
export interface Before {
  operation: AriOperation;
  done: () => void;
}

/** A playback that has not ended this long after it should have is given up. */
const graceMs = 5_000;

export interface PlayOptions {
  keys?: Keys;
  signal: AbortSignal;
  before?: Before;
  /** Told when a prompt that a key has ended could not be stopped, or one could not be asked about: nobody waits for that. */
  fault: (error: unknown) => void;
}

/**
 * Plays sounds to one channel, one after the other. A pressed key stops them at once (`keys` given), and so does the
 * signal.
 * @returns `stopped` when a key stopped it.
 * @throws HolosError `call.playback` when Asterisk could not play; the signal's reason when the call is over.
 */
export async function play(
  node: AsteriskNode,
  channelId: string,
  sounds: readonly Playable[],
  { keys, signal, before, fault }: PlayOptions,
): Promise<'played' | 'stopped'> {
  if (keys?.any) return 'stopped';
  const playbackId = `play-${randomUUID()}`;
  const limitMs = sounds.reduce((sum, sound) => sum + sound.durationMs, graceMs);
  let notBegun: () => void = () => undefined;
  const ended = waitFor<PlaybackEnd | 'key' | 'not-begun'>(
    (done) => {
      notBegun = () => done('not-begun');
      const stopListening = onPlaybackEnd(node, playbackId, limitMs, done, fault);
      const stopKeys = keys?.onPress(() => done('key'));
      return () => {
        stopListening();
        stopKeys?.();
      };
    },
    { signal },
  );
  // The wait starts before the request, so that no event is lost; its rejection is awaited below in any case.
  ended.catch(() => undefined);
  const stop = () => letGo(node.ari('playbacks', 'stop', { playbackId }));
  try {
    const media = sounds.map((sound) => `sound:${sound.path}`).join(',');
    const operation = {
      resource: 'channels',
      operation: 'playWithId',
      parameters: { channelId, playbackId, media },
    };
    if (before) {
      // In one go: Asterisk speaks the moment it has answered, without a word from us in between. What follows from the answer
      // (recording, the log) begins when it speaks.
      const [answered, playing] = node.ariInOrder([before.operation, operation]);
      await answered;
      try {
        await playing;
      } finally {
        before.done();
      }
    } else {
      await Promise.all(node.ariInOrder([operation]));
    }
    const end = await ended;
    if (end === 'key') {
      // Not waited for: what is said next begins when this has stopped.
      stop().catch(fault);
      return 'stopped';
    }
    if (end !== 'done') {
      throw new HolosError('call.playback', 'Asterisk could not play a sound', {
        sounds: sounds.map((sound) => sound.path),
      });
    }
    return 'played';
  } catch (error) {
    notBegun();
    if (signal.aborted) {
      // With the channel of one who has hung up his sound is gone, too.
      if (!hasHungUp(signal.reason)) await stop();
      throw signal.reason;
    }
    throw error;
  }
}

function hasHungUp(reason: unknown): boolean {
  return reason instanceof CallOver && reason.end.reason === 'caller-hung-up';
}
