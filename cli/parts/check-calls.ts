import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { languages } from '../../config/company.ts';
import { companyFile, loadCompany } from '../../config/load-company.ts';
import { readSettings } from '../../config/settings.ts';
import { usageError } from '../command.ts';
import { abortable } from './abortable.ts';
import { inOwnFolder, temporaryIn } from './own-folder.ts';
import { apart } from './own-network.ts';
import { needsToTest } from './packages.ts';
import { prepare } from './prepare.ts';
import { run } from './run.ts';

export interface CheckCallsOptions {
  readonly hotline?: string | undefined;
  readonly language?: string | undefined;
  readonly depth?: string | undefined;
  readonly 'at-once'?: string | undefined;
}

/**
 * Walks every way through the hotlines of this installation, by real calls in a home and a network of their own: nothing that
 * was kept here is touched, and nobody is called.
 */
export async function checkCalls(options: CheckCallsOptions): Promise<number> {
  const settings = readSettings();
  const { hotlines } = await loadCompany(settings);
  const { hotline, language } = options;
  if (hotline !== undefined && !hotlines.some(({ id }) => id === hotline))
    throw usageError(`There is no hotline ${hotline}: there are ${hotlines.map(({ id }) => id).join(', ')}.`);
  if (language !== undefined && !languages.some((one) => one === language))
    throw usageError(`There is no language ${language}: there are ${languages.join(', ')}.`);
  for (const count of [options.depth, options['at-once']])
    if (count !== undefined && !/^[1-9]\d?$/.test(count))
      throw usageError(`${count} is no number from 1 to 99.`);
  await prepare(settings, { needs: needsToTest });
  const { before, env } = await apart((text) => console.error(text));
  const told = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  const command = [...before, process.execPath, '--import', 'tsx', 'test/crawl/index.ts', ...told];
  const company = companyFile(settings.company);
  return abortable((signal) =>
    inOwnFolder('check', (folder) => {
      const home = path.join(folder, 'home');
      mkdirSync(home);
      const prompts = path.join(settings.home, 'prompts');
      if (existsSync(prompts)) cpSync(prompts, path.join(home, 'prompts'), { recursive: true });
      const own = { HOLOS_HOME: home, HOLOS_CACHE: settings.cache, HOLOS_COMPANY: company };
      return run(command, {
        env: { ...env, ...own, ...onlyHere, TMPDIR: temporaryIn(folder) },
        signal,
        // It tells what it has found so far.
        patienceMs: 20_000,
      });
    }),
  );
}

/** Nobody outside is reached from there: not the carrier, not the database, and no message is sent. */
const onlyHere = {
  HOLOS_DATABASE_URL: '',
  HOLOS_CARRIER: '',
  HOLOS_CARRIER_USER: '',
  HOLOS_CARRIER_PASSWORD: '',
  HOLOS_SMS_COMMAND: '',
  HOLOS_ADDRESS: '',
  HOLOS_DEMO: '',
};
