import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readSettings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { placesIn } from './parts/places.ts';
import { demandOwn } from './parts/running-settings.ts';

export const logs: Command = {
  name: 'logs',
  summary: 'Show the latest lines of the logs, or follow them (-f).',
  usage: 'logs [-f] [-n lines] [controller|asterisk|database|town]',
  async run(args) {
    const { values, positionals } = readArguments(
      args,
      {
        follow: { type: 'boolean', short: 'f', default: false },
        lines: { type: 'string', short: 'n', default: '50' },
      },
      1,
    );
    if (!/^\d+$/.test(values.lines)) throw usageError(`${values.lines} is no number of lines.`);
    const { home } = readSettings();
    demandOwn(home);
    const files = filesOf(placesIn(home), positionals[0]).filter((file) => existsSync(file));
    if (files.length === 0) {
      throw new HolosError('cli.no-logs', 'There are no logs yet: start Holos with ./holos up.');
    }
    return tail(['-n', values.lines, ...(values.follow ? ['-F'] : []), '--', ...files]);
  },
};

function filesOf(places: ReturnType<typeof placesIn>, part: string | undefined): string[] {
  const byPart: Record<string, string> = {
    controller: places.controllerLog,
    asterisk: places.asteriskLog,
    database: places.databaseLog,
    town: places.townLog,
  };
  if (part === undefined) return Object.values(byPart);
  const file = byPart[part];
  if (!file) throw usageError(`There is no part ${part}: say one of ${Object.keys(byPart).join(', ')}.`);
  return [file];
}

/** `tail` follows several files, and files that are replaced. */
function tail(args: string[]): Promise<number> {
  const child = spawn('tail', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 0));
  });
}
