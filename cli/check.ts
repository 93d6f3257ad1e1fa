import path from 'node:path';
import { type Language, languages } from '../config/company.ts';
import { loadCompany } from '../config/load-company.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { flowNames } from '../ivr/flows/main-menu.ts';
import { readPrompts } from '../speech/prompts.ts';
import { checkPrompts } from '../speech/prompts-check.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { checkCalls } from './parts/check-calls.ts';

const callOptions = {
  hotline: { type: 'string' },
  language: { type: 'string' },
  depth: { type: 'string' },
  'at-once': { type: 'string' },
} as const;

import { companyPrompts, spokenLanguages } from './parts/company-prompts.ts';

export const check: Command = {
  name: 'check',
  summary:
    'Read the settings, the company file and the prompts, and say everything that is wrong; or try all by calls.',
  usage: 'check [calls [--hotline 750-600] [--language uk] [--depth answers] [--at-once calls]]',
  async run(args) {
    const { values, positionals } = readArguments(args, callOptions, 1);
    const [what] = positionals;
    if (what === 'calls') return checkCalls(values);
    if (what !== undefined) throw usageError(`There is no check of ${what}: say check, or check calls.`);
    if (Object.keys(values).length > 0) throw usageError('These options are those of check calls.');
    return checkFiles(readSettings());
  },
};

/** Says what is wrong with the files that these settings name. @returns the exit code: 1 when something is */
export async function checkFiles(settings: Settings): Promise<number> {
  const company = await told(() => loadCompany(settings, { flows: flowNames }));
  const faults = company instanceof HolosError ? [company.message] : [];
  const read = company instanceof HolosError ? { hotlines: [] } : company;
  const prompts = await told(async () =>
    promptFaults(settings.home, spokenLanguages(read), companyPrompts(read)),
  );
  faults.push(...(prompts instanceof HolosError ? [prompts.message] : prompts));
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) return 1;
  console.log(`The settings, the company file ${settings.company} and the prompts are in order.`);
  return 0;
}

function promptFaults(home: string, spoken: readonly Language[], needed: readonly string[]): string[] {
  const faults = checkPrompts({
    texts: readPrompts(path.join(home, 'prompts')),
    // Without a company file that can be read, every language counts as spoken.
    spoken: spoken.length > 0 ? spoken : languages,
    needed,
  });
  return faults.map(({ message }) => message);
}

/** What was read, or the fault that says why it cannot be: the other things are looked at all the same. */
async function told<T>(read: () => Promise<T>): Promise<T | HolosError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HolosError) return error;
    throw error;
  }
}
