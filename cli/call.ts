import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Settings, typedPath } from '../config/settings.ts';
import { codeOf, HolosError } from '../errors.ts';
import { writeWav } from '../test/town/sound/wav.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { abortable } from './parts/abortable.ts';
import type { Following } from './parts/follow-call.ts';
import { freePort } from './parts/ports.ts';
import { deskAddress, isReady } from './parts/readiness.ts';
import { settingsHere } from './parts/running-settings.ts';
import { saidByLog } from './parts/said-by-log.ts';

export const call: Command = {
  name: 'call',
  summary: 'Place one call as a resident of the town, and print what was heard and pressed.',
  usage:
    'call <number> [--from +380501112233] [--keys "1 0"] [--stay seconds] [--for seconds] [--record file]',
  async run(args) {
    const { values, positionals } = readArguments(
      args,
      {
        from: { type: 'string', default: '+380501112233' },
        keys: { type: 'string', default: '' },
        stay: { type: 'string', default: '30' },
        for: { type: 'string' },
        record: { type: 'string' },
      },
      1,
    );
    const [number] = positionals;
    if (!number || !/^\+?\d+$/.test(number)) throw usageError('Say which number to call, e.g. 750600.');
    if (!/^[0-9*# ]*$/.test(values.keys)) throw usageError('Keys are 0 to 9, * and #, e.g. --keys "1 0".');
    const wanted: Wanted = {
      from: values.from,
      keys: values.keys.split(' ').filter((word) => word !== ''),
      stayMs: milliseconds(values.stay),
      forMs: values.for === undefined ? undefined : milliseconds(values.for),
      record: values.record === undefined ? undefined : typedPath(values.record),
    };
    const settings = settingsHere();
    await demandAnswering(settings);
    await demandWritable(wanted.record);
    const log = await saidByLog(settings, wanted.from, new Date());
    try {
      return await abortable((signal) =>
        withTown(settings, signal, (town) => talk(town, number, { ...wanted, log, signal })),
      );
    } finally {
      await log.close();
    }
  },
};

interface Wanted extends Pick<Following, 'keys' | 'stayMs' | 'forMs'> {
  readonly from: string;
  /** Where what the caller hears is kept. */
  readonly record: string | undefined;
}

/** A file that cannot be written is told before anybody is called. */
async function demandWritable(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    await writeWav(file, new Int16Array());
  } catch (error) {
    const message = `${file} cannot be written (${codeOf(error)}): give --record another file.`;
    throw new HolosError('cli.cannot-record', message, { file }, error);
  }
}

function milliseconds(seconds: string): number {
  if (!/^\d+$/.test(seconds)) throw usageError(`${seconds} is no number of seconds.`);
  return Number(seconds) * 1000;
}

type Town = import('../test/town/town.ts').Town;

async function talk(
  town: Town,
  number: string,
  { from, record, ...following }: Wanted & Pick<Following, 'log' | 'signal'>,
): Promise<number> {
  const { signal } = following;
  const [{ follow }, { Recogniser }] = await Promise.all([
    import('./parts/follow-call.ts'),
    import('../test/town/recognise.ts'),
  ]);
  const caller = town.resident(from === 'anonymous' ? null : from);
  // What may be heard is made ready first: where prompts are new that takes a while, and nobody would listen meanwhile.
  const sounds = town.repertoire.all();
  await Promise.race([sounds, once(signal, 'abort')]);
  signal.throwIfAborted();
  const recogniser = new Recogniser(town.repertoire, await sounds);
  print(0, `calls ${number} from ${from}`);
  const call = await caller.calls(number);
  const answered = await follow(call, recogniser, { ...following, print });
  if (record !== undefined) await writeWav(record, call.heard());
  return answered ? 0 : 1;
}

function print(atMs: number, text: string): void {
  console.log(`${(atMs / 1000).toFixed(3).padStart(8)} s  ${text}`);
}

/** The town plays the carrier, so Holos must run and take its calls from where the town can be. */
async function demandAnswering(settings: Settings): Promise<void> {
  if (settings.carrier.login !== undefined || !settings.carrier.address.startsWith('127.')) {
    throw new HolosError(
      'cli.other-carrier',
      'Calls are taken from your carrier alone, and the town cannot play it: try a call from a telephone, or ./holos call in a home without HOLOS_CARRIER.',
    );
  }
  if (await isReady(deskAddress(settings))) return;
  throw new HolosError('cli.not-running', 'Holos does not take calls now: start it with ./holos up.');
}

/** A town for one call, beside the demo's, in a folder that goes away with it, however the call ends. */
async function withTown<T>(
  settings: Settings,
  signal: AbortSignal,
  work: (town: Town) => Promise<T>,
): Promise<T> {
  // Loaded only now: the town brings half of Holos with it, and help should not wait for that.
  const [{ startTown, townPlace }, { repertoireOf }] = await Promise.all([
    import('../test/town/town.ts'),
    import('./parts/repertoire-of.ts'),
  ]);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-call-'));
  try {
    const { address } = settings.carrier;
    const place = townPlace(settings, {
      folder,
      address,
      sipPort: await freePort(address),
      httpPort: await freePort(address),
      amiPort: await freePort(address),
    });
    const town = await startTown({ place, repertoire: await repertoireOf(settings, { allChoices: true }) });
    try {
      signal.throwIfAborted();
      return await work(town);
    } finally {
      await town.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
