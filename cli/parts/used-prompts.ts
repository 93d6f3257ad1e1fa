import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { project } from './places.ts';

/** Where the code that says prompts lies; the prompts of the company files are added. */
const FOLDERS = [
  'ivr',
  'dialer',
  'telephony',
  'housing',
  'speech',
  'agent-desk/server',
  'agent-desk/contract',
  '.',
];
const COMPANIES = path.join(project, 'config', 'companies');

/** What comes with Holos for company files to name, whether or not one does. */
const OFFERED = ['menu.language'];

/** A key in quotes; the quotes stand right around it, so text with apostrophes does not confuse this. */
const literal = /(['"`])([a-z0-9]+(?:[.-][a-z0-9]+)*)\1/g;
/** A key that is put together: `readings.refused.${why}`, `${prompt}.again`. */
const template = /`([a-z0-9.-]*\$\{[^`\n]*)`/g;
/** What is said by name in place, which must be there: `call.say('queue.none')`. */
const spoken = /\.(?:say|sayWhole)\(\s*((?:'[a-z0-9.-]+'(?:,\s*)?)+)\)/g;

interface Sources {
  readonly literals: ReadonlySet<string>;
  readonly templates: readonly RegExp[];
  /** Endings put to any key: `.short`. */
  readonly endings: readonly string[];
  readonly said: readonly string[];
}

/**
 * Which of these prompts anything says: the code by its whole name, or by one that it puts together; a company file that comes
 * with Holos or the one in force. A prompt is never called unused when it may be said after all.
 */
export function usedPrompts(keys: readonly string[], companyPrompts: readonly string[]): Set<string> {
  const { literals, templates, endings } = readSources();
  const named = new Set([...OFFERED, ...literals, ...shippedCompanyPrompts(), ...companyPrompts]);
  const isUsed = (key: string): boolean =>
    named.has(key) ||
    templates.some((pattern) => pattern.test(key)) ||
    endings.some((ending) => key.endsWith(ending) && isUsed(key.slice(0, -ending.length)));
  return new Set(keys.filter(isUsed));
}

/** The prompts that flows say by their whole name in the place where they say them. */
export function saidPrompts(): string[] {
  return [...readSources().said];
}

function readSources(): Sources {
  const code = FOLDERS.flatMap(filesIn).map((file) => readFileSync(file, 'utf8'));
  const found = (pattern: RegExp, group: number) =>
    code.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[group] ?? ''));
  const put = found(template, 1).map((text) => text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '\0'));
  const keyLike = put.filter((text) => /^[a-z0-9.\0-]+$/.test(text) && text.includes('.'));
  return {
    literals: new Set(found(literal, 2)),
    templates: keyLike.filter((text) => /^[a-z0-9-]+\./.test(text)).map(patternOf),
    endings: keyLike.filter((text) => /^\0(\.[a-z0-9-]+)+$/.test(text)).map((text) => text.slice(1)),
    said: found(spoken, 1).flatMap((list) =>
      [...list.matchAll(/'([a-z0-9.-]+)'/g)].map(([, key]) => key ?? ''),
    ),
  };
}

function patternOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('\0', '[a-z0-9.-]*')}$`);
}

function filesIn(folder: string): string[] {
  const recursive = folder !== '.';
  return readdirSync(path.join(project, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => path.join(project, folder, name));
}

/** Every value of a field in the company files that come with Holos: a demo of one may answer for the other, too. */
function shippedCompanyPrompts(): string[] {
  return readdirSync(COMPANIES)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => strings(parse(readFileSync(path.join(COMPANIES, name), 'utf8'))));
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}
