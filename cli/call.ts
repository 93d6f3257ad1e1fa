import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readSettings, type Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { freePort } from './parts/ports.ts';
import { isReady } from './parts/readiness.ts';

export const call: Command = {
  name: 'call',
  summary: 'Place one call as a resident of the town, and print what was heard and pressed.',
  usage: 'call <number> [--from +380501112233] [--keys "1 0"] [--stay seconds]',
  async run(args) {
    const { values, positionals } = readArguments(
      args,
      {
        from: { type: 'string', default: '+380501112233' },
        keys: { type: 'string', default: '' },
        stay: { type: 'string', default: '30' },
      },
      1,
    );
    const [number] = positionals;
    if (!number || !/^\+?\d+$/.test(number)) throw usageError('Say which number to call, e.g. 750600.');
    if (!/^[0-9*# ]*$/.test(values.keys)) throw usageError('Keys are 0 to 9, * and #, e.g. --keys "1 0".');
    if (!/^\d+$/.test(values.stay)) throw usageError(`${values.stay} is no number of seconds.`);
    const settings = readSettings();
    await demandAnswering(settings);
    const keys = [...values.keys.replaceAll(' ', '')];
    return withTown(settings, (town) => talk(town, values.from, number, keys, Number(values.stay) * 1000));
  },
};

type Town = import('../test/town/town.ts').Town;

async function talk(
  town: Town,
  from: string,
  number: string,
  keys: string[],
  stayMs: number,
): Promise<number> {
  const { follow } = await import('./parts/follow-call.ts');
  const caller = town.resident(from === 'anonymous' ? null : from);
  print(0, `calls ${number} from ${from}`);
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const answered = await follow(await caller.calls(number), town.repertoire, {
      keys,
      stayMs,
      print,
      signal: stopped.signal,
    });
    return answered ? 0 : 1;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

function print(atMs: number, text: string): void {
  console.log(`${(atMs / 1000).toFixed(3).padStart(8)} s  ${text}`);
}

/** The town plays the carrier, so Holos must run and take its calls from where the town can be. */
async function demandAnswering(settings: Settings): Promise<void> {
  if (settings.carrier.user !== undefined || !settings.carrier.address.startsWith('127.')) {
    throw new HolosError(
      'cli.other-carrier',
      'Calls are taken from your carrier alone, and the town cannot play it: try a call from a telephone, or ./holos call in a home without HOLOS_CARRIER.',
    );
  }
  if (await isReady(settings)) return;
  throw new HolosError('cli.not-running', 'Holos does not take calls now: start it with ./holos up.');
}

/** A town for one call, beside the demo's, in a folder that goes away with it. */
async function withTown<T>(settings: Settings, work: (town: Town) => Promise<T>): Promise<T> {
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
    const town = await startTown({ place, repertoire: await repertoireOf(settings) });
    try {
      return await work(town);
    } finally {
      await town.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
