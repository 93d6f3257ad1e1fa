import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../errors.ts';
import { type AriDoor, sendAri } from './link-ari-http.ts';
import type { AsteriskPlace } from './place.ts';

/** What the module that reads a file does not read again while calls go on is read when Asterisk starts the next time. */
const readAgainBy: Readonly<Record<string, string>> = {
  'extensions.conf': 'pbx_config.so',
  'pjsip.conf': 'res_pjsip.so',
  'musiconhold.conf': 'res_musiconhold.so',
  'rtp.conf': 'res_rtp_asterisk.so',
  'ari.conf': 'res_ari.so',
  'amd.conf': 'app_amd.so',
};
const reloadLimitMs = 10_000;

/** Which configuration a running Asterisk goes by: each file's fingerprint, and whose. */
const loadedShape = z.object({ pid: z.number(), files: z.record(z.string(), z.string()) });
type Fingerprints = Readonly<Record<string, string>>;

/** What became of files that were written anew while Asterisk ran. */
export interface Reloaded {
  /** Read again: they hold from the next call on. */
  readonly reloaded: readonly string[];
  /** Not read: it goes on as before until it is started anew. */
  readonly waiting: readonly string[];
  /** Why some of them, which can be read while calls go on, were not. */
  readonly faults: readonly unknown[];
}

/** The fingerprints of the configuration that is written at a place. */
export async function writtenFiles({ etc }: Pick<AsteriskPlace, 'etc'>): Promise<Fingerprints> {
  const names = (await readdir(etc)).filter((name) => name.endsWith('.conf')).sort();
  const prints = names.map(async (name) => {
    const text = await readFile(path.join(etc, name));
    return [name, createHash('sha256').update(text).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(prints));
}

/** Notes what the Asterisk of this process id goes by, beside its pid file. */
export async function noteLoaded(
  place: Pick<AsteriskPlace, 'run'>,
  pid: number,
  files: Fingerprints,
): Promise<void> {
  const file = noteOf(place);
  await writeFile(`${file}.new`, JSON.stringify({ pid, files }), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/**
 * Lets the Asterisk that runs at a place read again what has been written since it read it. Calls go on: where they are they
 * stay, and the new configuration holds from the next step on. Where it is not known what Asterisk goes by, all is read again.
 * What it refuses to read keeps no call from being taken: it is tried again at the next start of the controller.
 */
export async function reloadChanged(place: AsteriskPlace, door: AriDoor, pid: number): Promise<Reloaded> {
  const written = await writtenFiles(place);
  const loaded = await loadedBy(place, pid);
  const { again, atStart } = judge(loaded, written);
  const reloaded: string[] = [];
  const faults: unknown[] = [];
  for (const [name, module] of again) {
    try {
      await readAgain(door, module);
      reloaded.push(name);
    } catch (error) {
      faults.push(error);
    }
  }
  const waiting = [...atStart, ...again.map(([name]) => name).filter((name) => !reloaded.includes(name))];
  const former = waiting.map((name) => [name, loaded[name] ?? '']);
  await noteLoaded(place, pid, { ...written, ...Object.fromEntries(former) });
  return { reloaded, waiting, faults };
}

/**
 * Sorts the files that differ from what Asterisk has read: those that a module reads again, with the module, and those that
 * are read at its start only. Of the latter only one that is known to differ counts.
 */
export function judge(
  loaded: Fingerprints,
  written: Fingerprints,
): { again: (readonly [name: string, module: string])[]; atStart: string[] } {
  const changed = Object.keys(written).filter((name) => loaded[name] !== written[name]);
  return {
    again: changed.flatMap((name) => (readAgainBy[name] ? [[name, readAgainBy[name]] as const] : [])),
    atStart: changed.filter((name) => !readAgainBy[name] && loaded[name] !== undefined),
  };
}

/** @throws AriError when Asterisk cannot read it */
async function readAgain(door: AriDoor, module: string): Promise<void> {
  const path = `/ari/asterisk/modules/${module}`;
  const name = `asterisk.reloadModule ${module}`;
  await sendAri(door, { method: 'PUT', path, name, limitMs: reloadLimitMs });
}

/** Nothing is known of an Asterisk whose note is missing, broken or another's. */
async function loadedBy(place: Pick<AsteriskPlace, 'run'>, pid: number): Promise<Fingerprints> {
  try {
    const note = loadedShape.safeParse(JSON.parse(await readFile(noteOf(place), 'utf8')));
    return note.success && note.data.pid === pid ? note.data.files : {};
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

function noteOf({ run }: Pick<AsteriskPlace, 'run'>): string {
  return path.join(run, 'loaded.json');
}
