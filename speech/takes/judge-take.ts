import { HolosError } from '../../errors.ts';
import { cutOffs, flatTops } from '../sound/cut-off.ts';
import { evened, loudness, trimmed } from '../sound/level.ts';
import { resample } from '../sound/resample.ts';
import { type Pcm, TELEPHONE_RATE, writeWav } from '../sound/wav.ts';

/** No prompt is longer, spoken by whatever voice: `./holos prompts check` says so, too. */
export const LONGEST_PROMPT_MS = 12_000;
/** With its silence. */
const LONGEST_RAW_S = 60;
const HIGHEST_RATE = 192_000;
const WIDE_RATE = 16_000;
const SHORTEST_MS = 150;
const TOO_QUIET_DBFS = -45;
/** Between the voice and what is heard while it pauses. */
const CLEAN_DB = 25;
const CUTS_ALLOWED = 3;
/** A voice is quicker or slower than the engine, but hardly by more. */
const UNLIKE = { least: 0.4, most: 2.5 };

/** What is to be listened to once more, but is no reason to refuse the recording. */
export type Remark = 'noisy' | 'unlike-text';

/** A recording as callers will hear it: at the level of all prompts, 50 ms of silence around it. */
export interface FinishedTake {
  readonly telephone: Buffer;
  readonly wide: Buffer;
  readonly durationMs: number;
  readonly remarks: readonly Remark[];
}

/**
 * Checks a recording and evens it out.
 * @param expectedMs how long the synthesised voice takes for the same text, if that is known
 * @throws HolosError `take.rate`, `take.silent`, `take.too-quiet`, `take.clipped`, `take.too-short`, `take.too-long`
 */
export function finishTake(raw: Pcm, expectedMs?: number): FinishedTake {
  if (raw.rate < TELEPHONE_RATE || raw.rate > HIGHEST_RATE)
    throw refused('rate', `its rate is ${raw.rate} Hz, and 8000 to ${HIGHEST_RATE} can be used`);
  const rawSeconds = raw.samples.length / raw.rate;
  if (rawSeconds > LONGEST_RAW_S)
    throw refused('too-long', `it lasts ${rawSeconds.toFixed(0)} s, and 12 s is the most`);
  const voice = trimmed(raw);
  const { voicedDbfs, pauseDbfs } = loudness(voice);
  if (voice.samples.length === 0) throw refused('silent', 'there is no sound in it');
  if (voicedDbfs < TOO_QUIET_DBFS)
    throw refused('too-quiet', `its voice is at ${voicedDbfs.toFixed(0)} dBFS: go nearer to the microphone`);
  if (cutOffs(voice.samples) > CUTS_ALLOWED || flatTops(voice) > CUTS_ALLOWED)
    throw refused('clipped', 'it was recorded too loud, and its peaks are cut off');
  const durationMs = Math.round((voice.samples.length / voice.rate) * 1000);
  if (durationMs < SHORTEST_MS) throw refused('too-short', `it lasts ${durationMs} ms`);
  if (durationMs > LONGEST_PROMPT_MS)
    throw refused('too-long', `it lasts ${(durationMs / 1000).toFixed(1)} s, and 12 s is the most`);
  const remarks: Remark[] = [];
  if (voicedDbfs - pauseDbfs < CLEAN_DB) remarks.push('noisy');
  const ratio = expectedMs === undefined ? 1 : durationMs / expectedMs;
  if (ratio < UNLIKE.least || ratio > UNLIKE.most) remarks.push('unlike-text');
  const at = (rate: number) => writeWav(evened(trimmed(resample(voice, rate))));
  return { telephone: at(TELEPHONE_RATE), wide: at(WIDE_RATE), durationMs, remarks };
}

function refused(code: string, why: string): HolosError {
  return new HolosError(`take.${code}`, `The recording is not taken: ${why}.`);
}
