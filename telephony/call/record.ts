import { readFile } from 'node:fs/promises';
import { codeOf } from '../../errors.ts';
import { within } from '../../time-limit.ts';
import { application } from '../asterisk/configure-dialplan.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import { afterEvent } from './after-event.ts';
import type { Keys } from './keys.ts';
import type { Playable } from './play.ts';
import { letGo } from './room.ts';
import { voicedMs } from './voiced.ts';
import { waitFor } from './waiting.ts';

/** What a caller has spoken after the signal. */
export interface Message {
  /** Below the folder of recordings, without ending. */
  file: string;
  durationMs: number;
  /** How much of it is voice; a message without any is none. */
  voicedMs: number;
  sound: Playable;
}

/** What one has left who has said nothing: there is no such file. */
export function noMessage(file: string): Message {
  return { file, durationMs: 0, voicedMs: 0, sound: { path: file, durationMs: 0 } };
}

/** Which key ended it; null: silence, the time, or a hang-up. */
type EndKey = '#' | '0' | null;

export interface Recording {
  callId: string;
  /** The folder of recordings, where Asterisk writes. */
  root: string;
  file: string;
  longestMs: number;
  signal: AbortSignal;
  keys: Keys;
}

const endOfSilenceSeconds = 8;
const closingMs = 3_000;

/**
 * Records what the resident says until `#`, a long silence, or the longest time. It listens with a channel of its own, for
 * the caller stays in the room. A hang-up ends it, too, and what was said until then is kept: the message is returned also
 * when the call's signal has fired.
 */
export async function record(
  node: AsteriskNode,
  recording: Recording,
): Promise<{ message: Message; endKey: EndKey }> {
  const { callId, root, file, longestMs, signal, keys } = recording;
  const listenerId = `${callId}.message`;
  // One that an earlier controller left behind.
  await letGo(node.ari('channels', 'hangup', { channelId: listenerId }));
  await afterEvent(node, listenerId, ['StasisStart'], () =>
    node.ari('channels', 'snoopChannelWithId', {
      channelId: callId,
      snoopId: listenerId,
      spy: 'in',
      app: application,
      appArgs: 'message',
    }),
  );
  let endKey: EndKey;
  const over = new AbortController();
  try {
    const closed = closing(node, file, longestMs + closingMs);
    // Met at the awaits below.
    closed.catch(() => undefined);
    await afterEvent(node, file, ['RecordingStarted', 'RecordingFailed'], () =>
      node.ari('channels', 'record', {
        channelId: listenerId,
        name: file,
        format: 'wav',
        maxDurationSeconds: Math.ceil(longestMs / 1000),
        maxSilenceSeconds: endOfSilenceSeconds,
        ifExists: 'overwrite',
      }),
    );
    const pressed = untilKey(keys, longestMs, AbortSignal.any([signal, over.signal]));
    endKey = await Promise.race([closed, pressed]);
    over.abort();
    await letGo(node.ari('recordings', 'stop', { recordingName: file }));
    await closed;
  } finally {
    over.abort();
    await letGo(node.ari('channels', 'hangup', { channelId: listenerId }));
  }
  const { durationMs, voicedMs } = await lengths(`${root}/${file}.wav`);
  // Who has pressed # twice has not seen yet that the first was enough.
  keys.forgetRepeats();
  return { message: { file, durationMs, voicedMs, sound: { path: `${root}/${file}`, durationMs } }, endKey };
}

/** Resolves when Asterisk has closed the file. Where it does so while the link is down, it is asked when the link is back. */
async function closing(node: AsteriskNode, file: string, limitMs: number): Promise<null> {
  const failed = new AbortController();
  await waitFor<true>(
    (done) => {
      const stopListening = node.onSubject(file, ({ type }) => {
        if (type === 'RecordingFinished' || type === 'RecordingFailed') done(true);
      });
      const ask = () =>
        isBeingRecorded(node, file).then(
          (goesOn) => goesOn || done(true),
          (error) => failed.abort(error),
        );
      const stopWatching = node.onState((state) => state === 'up' && void ask());
      return () => {
        stopListening();
        stopWatching();
      };
    },
    { limitMs, signal: failed.signal },
  );
  return null;
}

/** Asterisk forgets a recording whose file it has closed. While it cannot be asked, it goes on as far as is known. */
async function isBeingRecorded(node: AsteriskNode, recordingName: string): Promise<boolean> {
  try {
    await node.ari('recordings', 'getLive', { recordingName });
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ari.not-found') return false;
    if (code === 'ari.down') return true;
    throw error;
  }
}

/** Other keys than `#` and `0` say nothing here: a cheek that touches the telephone ends no message. */
async function untilKey(keys: Keys, limitMs: number, signal: AbortSignal): Promise<EndKey> {
  const limit = within(limitMs, signal);
  try {
    for (;;) {
      const key = await keys.next(limitMs, limit);
      if (key === null) return null;
      if (key !== '#' && key !== '0') continue;
      keys.answered();
      return key;
    }
  } catch (error) {
    // The time is over, or the caller has hung up: either ends the message, and what was said is kept.
    if (limit.aborted) return null;
    throw error;
  }
}

const headerBytes = 44;
const samplesPerMs = 8;
/** Zero when nothing was written. */
async function lengths(wav: string): Promise<{ durationMs: number; voicedMs: number }> {
  try {
    const bytes = await readFile(wav);
    const data = bytes.subarray(headerBytes);
    const samples = new Int16Array(data.buffer.slice(data.byteOffset, data.byteOffset + (data.length & ~1)));
    return { durationMs: Math.round(samples.length / samplesPerMs), voicedMs: voicedMs(samples) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { durationMs: 0, voicedMs: 0 };
    throw error;
  }
}
