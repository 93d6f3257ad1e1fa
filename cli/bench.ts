import path from 'node:path';
import { readSettings } from '../config/settings.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { abortable } from './parts/abortable.ts';
import { inOwnFolder } from './parts/own-folder.ts';
import { apart } from './parts/own-network.ts';
import { needsToTest } from './parts/packages.ts';
import { prepare } from './parts/prepare.ts';
import { run } from './parts/run.ts';

export const bench: Command = {
  name: 'bench',
  summary: 'Measure the speed of calls beside a plain dialplan, and write docs/bench.md.',
  usage: 'bench [queue] [--quick]',
  async run(args) {
    const { values, positionals } = readArguments(args, { quick: { type: 'boolean' } }, 1);
    const [part] = positionals;
    if (part !== undefined && part !== 'queue')
      throw usageError(`There is no bench of ${part}: say bench, or bench queue.`);
    const { cache } = readSettings();
    await prepare(readSettings(), { needs: needsToTest });
    const { before, env } = await apart((text) => console.error(text));
    const command = [...before, process.execPath, '--import', 'tsx', 'test/bench/index.ts'];
    if (part) command.push(part);
    if (values.quick) command.push('--quick');
    return abortable((signal) =>
      inOwnFolder('bench', (folder) =>
        run(command, {
          env: { ...env, HOLOS_HOME: path.join(folder, 'home'), HOLOS_CACHE: cache },
          signal,
        }),
      ),
    );
  },
};
