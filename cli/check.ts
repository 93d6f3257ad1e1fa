import path from 'node:path';
import { type Company, languages, spokenLanguages } from '../config/company.ts';
import { companyWarnings, loadCompany, readCompanyText } from '../config/load-company.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import type { Database } from '../db/connect.ts';
import { everyOperator } from '../db/queries/operators.ts';
import { codeOf, HolosError } from '../errors.ts';
import { leftBehind, type Words } from '../housing/left-behind.ts';
import { commandSender } from '../housing/messages/sender.ts';
import { flowNames } from '../ivr/flows/main-menu.ts';
import { readSources, understand } from '../ivr/in-force/sources.ts';
import { commandEngine } from '../speech/engines.ts';
import { Messages } from '../speech/messages.ts';
import { readPrompts } from '../speech/prompts.ts';
import { checkPrompts } from '../speech/prompts-check.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { checkCalls } from './parts/check-calls.ts';
import { companyPrompts, valuesGiven } from './parts/company-prompts.ts';
import { runningSettings } from './parts/running-settings.ts';
import { withDatabase } from './parts/with-database.ts';

const callOptions = {
  hotline: { type: 'string' },
  language: { type: 'string' },
  depth: { type: 'string' },
  'at-once': { type: 'string' },
} as const;

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
  const faults = await allFaults(settings);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) return 1;
  for (const warning of await warningsOf(settings)) console.error(`Warning: ${warning}`);
  console.log(`The settings, the company file ${settings.company} and the prompts are in order.`);
  return 0;
}

/** Those of the company file and of the prompts together; when there are none, Holos can start with them. */
async function allFaults(settings: Settings): Promise<string[]> {
  const faults = [
    ...(await faultOf(() => settings.speechCommand !== undefined && commandEngine(settings.speechCommand))),
    ...(await faultOf(() => settings.smsCommand !== undefined && commandSender(settings.smsCommand))),
  ];
  const company = await told(() => loadCompany(settings, { flows: flowNames }));
  if (company instanceof HolosError) faults.push(company.message);
  const read = company instanceof HolosError ? undefined : company;
  const prompts = await told(async () => promptFaults(settings.home, read));
  faults.push(...(prompts instanceof HolosError ? [prompts.message] : prompts));
  if (faults.length > 0) return faults;
  return faultOf(async () => understand(await readSources(settings), settings));
}

/** What Holos can start with, but somebody has hardly meant. */
async function warningsOf(settings: Settings): Promise<string[]> {
  const { text, name } = await readCompanyText(settings);
  try {
    // Its files may be another company's; what is in the database is told by what runs here.
    const place = runningSettings(settings.home) ?? settings;
    const { logins, unheard } = await withDatabase(place, (db) => inDatabase(db, settings));
    return [...companyWarnings(text, name, logins), ...unheard];
  } catch (error) {
    const warnings = companyWarnings(text, name);
    // Files are checked before the first start, too, and on another machine.
    if (codeOf(error) === 'cli.no-database' || codeOf(error) === 'db.never-started') return warnings;
    return [
      ...warnings,
      `the database could not be looked into, and so neither whether the skills are those of people who may log in, nor whether callers hear all that was set at the desk: ${error}`,
    ];
  }
}

/** What is known only where the database runs: who may log in, and what was set at the desk and is not heard by the files as they are. */
async function inDatabase(
  db: Database,
  settings: Settings,
): Promise<{ logins: string[]; unheard: string[] }> {
  const { company, texts } = understand(await readSources(settings), settings);
  const { timezone } = company;
  const messages = new Messages({ texts, spoken: spokenLanguages(company), timezone });
  const words: Words = (prompt, language) => messages.words(prompt, language);
  const everybody = await everyOperator(db);
  return {
    logins: everybody.map(({ login }) => login),
    unheard: (await leftBehind(db, { company, words })).map(
      ({ what, id, why }) => `callers do not hear ${what} ${id}, which was set at the desk: ${why}`,
    ),
  };
}

/** Without a company file that can be read, every language counts as spoken. */
function promptFaults(home: string, company: Company | undefined): string[] {
  const faults = checkPrompts({
    texts: readPrompts(path.join(home, 'prompts')),
    spoken: company ? spokenLanguages(company) : languages,
    ...(company && { needed: companyPrompts(company), given: valuesGiven(company) }),
  });
  return faults.map(({ message }) => message);
}

/** What was read, or the fault that says why it cannot be: the other things are looked at all the same. */
async function told<T>(read: () => T | Promise<T>): Promise<T | HolosError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HolosError) return error;
    throw error;
  }
}

async function faultOf(read: () => unknown): Promise<string[]> {
  const fault = await told(read);
  return fault instanceof HolosError ? [fault.message] : [];
}
