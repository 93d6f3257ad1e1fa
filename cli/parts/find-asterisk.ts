import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type AsteriskProgram, findAsterisk } from '../../telephony/asterisk/fetch.ts';
import { alone } from './lock.ts';
import type { Say } from './steps.ts';

/** A slow line, and the unpacking. */
const fetchLimitMs = 40 * 60_000;

/**
 * The Asterisk to use, fetched where the machine has none that fits. Commands that begin on a fresh machine at the same time, also
 * those of several homes with one cache, fetch one and not each a half of it.
 * @throws HolosError as `findAsterisk` and `alone`
 */
export async function findAsteriskAlone(
  cache: string,
  say: Say,
  find: typeof findAsterisk = findAsterisk,
): Promise<AsteriskProgram> {
  const folder = path.join(cache, 'asterisk');
  await mkdir(folder, { recursive: true });
  const onWait = () => say('another ./holos command fetches it; waiting for that');
  return alone(path.join(folder, 'lock'), fetchLimitMs, onWait, () => find(cache, say));
}
