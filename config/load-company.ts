import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Alias, type Document, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { codeOf, HolosError } from '../errors.ts';
import { queueWarnings, skillsOfNobody } from './company/queue-warnings.ts';
import { type Company, companySchema } from './company.ts';
import { checkCompany } from './company-checks.ts';
import { inWords } from './in-words.ts';
import type { Settings } from './settings.ts';

const shipped = fileURLToPath(new URL('./companies/', import.meta.url));

/**
 * Reads the company file that the settings name: one that comes with Holos (`750-600`, `8800`), or a path.
 * `flows`: the conversations that a menu may name; without it they are not checked.
 * @throws HolosError `company.not-found`, `company.invalid` with every fault and its line at once
 */
export async function loadCompany(
  settings: Pick<Settings, 'company'>,
  known: { flows?: readonly string[] } = {},
): Promise<Company> {
  const { name, text } = await readCompanyText(settings);
  return readCompany(text, name, known);
}

/** The company file as it is written, and what it is called in faults. @throws HolosError `company.not-found` */
export async function readCompanyText({
  company,
}: Pick<Settings, 'company'>): Promise<{ name: string; text: string }> {
  const file = companyFile(company);
  const relative = path.relative('.', file);
  return { name: relative.startsWith('..') ? file : relative, text: await readText(file) };
}

/** The file of this name or path. */
export function companyFile(nameOrPath: string): string {
  const isPath = nameOrPath.includes('/') || /\.ya?ml$/.test(nameOrPath);
  return isPath ? path.resolve(nameOrPath) : path.join(shipped, `${nameOrPath}.yaml`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'is not there' : `cannot be read (${codeOf(error)})`;
    const message = `The company file ${file} ${why}: set HOLOS_COMPANY to 750-600, to 8800, or to the path of a file.`;
    throw new HolosError('company.not-found', message, { file }, error);
  }
}

/**
 * What is no fault in a company file that can be read, but was hardly meant, each with its line.
 * @param logins of those who may log in, where they are known
 * @throws HolosError `company.invalid`
 */
export function companyWarnings(text: string, name: string, logins?: readonly string[]): string[] {
  const company = readCompany(text, name);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return [...queueWarnings(company), ...(logins ? skillsOfNobody(company, logins) : [])]
    .map(({ path: where, message }) => ({
      line: lineOfPath(document, lines, where),
      message: `${dotted(where)}: ${message}`,
    }))
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, message }) => `${name}:${line}: ${message}`);
}

/** Reads the text of a company file; `name` stands before each fault. @throws HolosError `company.invalid` */
export function readCompany(text: string, name: string, known: { flows?: readonly string[] } = {}): Company {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (where: readonly PropertyKey[]) => lineOfPath(document, lines, where);
  // What follows the first is mostly what comes of it.
  const [broken] = document.errors;
  if (broken) {
    const said = (broken.message.split('\n')[0] ?? broken.code).replace(/ at line \d+, column \d+:?$/, '');
    throw invalid(name, [{ line: lines.linePos(broken.pos[0]).line, message: said }]);
  }
  const values = valuesOf(document, name, lines);
  const read = companySchema.safeParse(values ?? {});
  if (!read.success) {
    const valueAt = (where: readonly PropertyKey[]): unknown =>
      where.length === 0 ? values : document.getIn(where);
    const faults = read.error.issues.flatMap((issue) => explain(issue, valueAt(issue.path)));
    throw invalid(
      name,
      faults.map((fault) => ({ line: lineOf(fault.path), message: fault.message })),
    );
  }
  const faults = checkCompany(read.data, known);
  if (faults.length > 0) {
    throw invalid(
      name,
      faults.map((fault) => ({
        line: lineOf(fault.path),
        message: `${dotted(fault.path)}: ${fault.message}`,
      })),
    );
  }
  return read.data;
}

/** What the document says. Of aliases the library knows only here that they stand for nothing. @throws HolosError `company.invalid` */
function valuesOf(document: Document, name: string, lines: LineCounter): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw invalid(name, aliasFaults(document, lines, error));
  }
}

function aliasFaults(document: Document, lines: LineCounter, error: unknown): Fault[] {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_, alias) => void aliases.push(alias) });
  const lineOf = (alias?: Alias) => lines.linePos(alias?.range?.[0] ?? 0).line;
  const empty = aliases.filter((alias) => !alias.resolve(document));
  if (empty.length === 0)
    return [{ line: lineOf(aliases[0]), message: `aliases (*name) cannot be followed: ${error}` }];
  return empty.map((alias) => ({
    line: lineOf(alias),
    message: `*${alias.source} stands for nothing, there is no &${alias.source} before it: a text that begins with * belongs in quotes`,
  }));
}

function explain(
  issue: z.core.$ZodIssue,
  value: unknown,
): { path: readonly PropertyKey[]; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `${dotted([...issue.path, key])}: there is no such setting`,
    }));
  }
  return [{ path: issue.path, message: `${dotted(issue.path)}: ${inWords(issue, value)}` }];
}

function dotted(where: readonly PropertyKey[]): string {
  return where.length === 0 ? 'the file' : where.map(String).join('.');
}

/** The line of the deepest part of the path that is in the file: a missing value is told where it should stand. */
function lineOfPath(document: Document, lines: LineCounter, where: readonly PropertyKey[]): number {
  for (let length = where.length; length > 0; length--) {
    const node = document.getIn(where.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

type Fault = { line: number; message: string };

function invalid(name: string, faults: Fault[]): HolosError {
  const sorted = faults.toSorted((a, b) => a.line - b.line);
  const told = sorted.map(({ line, message }) => `  ${name}:${line}: ${message}`);
  return new HolosError('company.invalid', `The company file has faults:\n${told.join('\n')}`, {
    faults: sorted,
  });
}
