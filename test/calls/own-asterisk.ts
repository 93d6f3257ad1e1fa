import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import wavefile from 'wavefile';
import { readSettings, type Settings } from '../../config/settings.ts';
import { configureAsterisk } from '../../telephony/asterisk/configure.ts';
import { type AsteriskProgram, findAsterisk } from '../../telephony/asterisk/fetch.ts';
import { controllerPassword, controllerUser } from '../../telephony/asterisk/password.ts';
import type { AsteriskPlace } from '../../telephony/asterisk/place.ts';
import { startAsterisk, stopAsterisk } from '../../telephony/asterisk/process.ts';

/** A real Asterisk with a home and ports of its own, for one test file. */
export interface OwnAsterisk {
  readonly settings: Settings;
  readonly place: AsteriskPlace;
  readonly program: AsteriskProgram;
  readonly login: { user: string; password: string };
  /** Starts it, or takes up the one that runs. @returns its process id */
  start(): Promise<number>;
  stop(): Promise<void>;
  /** Stops it and removes its home. */
  remove(): Promise<void>;
}

/** @param environment settings beyond the home and the ports */
export async function ownAsterisk(
  portBase: number,
  environment: Record<string, string> = {},
): Promise<OwnAsterisk> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'asterisk-'));
  const cache = readSettings().cache;
  const settings = readSettings({
    HOLOS_HOME: home,
    HOLOS_CACHE: cache,
    HOLOS_PORT_BASE: String(portBase),
    ...environment,
  });
  const program = await findAsterisk(cache, (text) => process.stderr.write(`${text}\n`));
  const fallback = path.join(home, 'fallback');
  await writeFile(`${fallback}.wav`, tone(1));
  const place = await configureAsterisk(settings, program, [
    { number: '750600', fallbackSounds: [fallback], withheldSounds: [fallback] },
  ]);
  const login = { user: controllerUser, password: await controllerPassword(home) };
  const stop = () => stopAsterisk(place);
  return {
    settings,
    place,
    program,
    login,
    start: async () => (await startAsterisk(place, program, login)).pid,
    stop,
    remove: async () => {
      await stop();
      await rm(home, { recursive: true });
    },
  };
}

/** A tone of so many seconds, as an 8 kHz WAV. */
function tone(seconds: number): Uint8Array {
  const samples = Int16Array.from(
    { length: 8000 * seconds },
    (_, index) => 8000 * Math.sin((index * 2 * Math.PI * 440) / 8000),
  );
  return wavOf(samples);
}

/** 8 kHz sound as the bytes of a WAV. */
export function wavOf(samples: Int16Array): Uint8Array {
  const wav = new wavefile.WaveFile();
  wav.fromScratch(1, 8000, '16', samples);
  return wav.toBuffer();
}
