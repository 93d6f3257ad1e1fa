import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf, HolosError } from '../errors.ts';
import { hoursWarnings } from './company/hours-warnings.ts';
import { queueWarnings, skillsOfNobody } from './company/queue-warnings.ts';
import { type Company, companySchema } from './company.ts';
import { checkCompany } from './company-checks.ts';
import { inWords, type Where } from './in-words.ts';
import type { Settings } from './settings.ts';
import { NotUtf8, readUtf8 } from './utf8.ts';
import { type LineFault, YamlText } from './yaml-text.ts';

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

/** The company file as it is written, and what it is called in faults. @throws HolosError `company.not-found`, `company.invalid` where it is no UTF-8 */
export async function readCompanyText({
  company,
}: Pick<Settings, 'company'>): Promise<{ name: string; text: string }> {
  const file = companyFile(company);
  const relative = path.relative('.', file);
  const name = relative.startsWith('..') ? file : relative;
  const bytes = await readBytes(file);
  try {
    return { name, text: readUtf8(bytes) };
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    throw invalid(name, [error]);
  }
}

/** The file of this name or path. */
export function companyFile(nameOrPath: string): string {
  const isPath = nameOrPath.includes('/') || /\.ya?ml$/.test(nameOrPath);
  return isPath ? path.resolve(nameOrPath) : path.join(shipped, `${nameOrPath}.yaml`);
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
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
  const written = new YamlText(text);
  return [
    ...queueWarnings(company),
    ...hoursWarnings(company),
    ...(logins ? skillsOfNobody(company, logins) : []),
  ]
    .map(({ path: where, message }) => ({
      line: written.lineOf(where),
      message: `${dotted(where)}: ${message}`,
    }))
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, message }) => `${name}:${line}: ${message}`);
}

/** Reads the text of a company file; `name` stands before each fault. @throws HolosError `company.invalid` */
export function readCompany(text: string, name: string, known: { flows?: readonly string[] } = {}): Company {
  const written = new YamlText(text);
  if (written.faults.length > 0) throw invalid(name, written.faults);
  const told = ({ path: where, message }: { path: Where; message: string }) => ({
    line: written.lineOf(where),
    message: `${dotted(where)}: ${message}`,
  });
  const read = companySchema.safeParse(written.values ?? {});
  if (!read.success) {
    const faults = read.error.issues.flatMap((issue) => inWords(issue, (where) => written.at(where)));
    throw invalid(name, faults.map(told));
  }
  const faults = checkCompany(read.data, known);
  if (faults.length > 0) throw invalid(name, faults.map(told));
  return read.data;
}

function dotted(where: Where): string {
  return where.length === 0 ? 'the file' : where.map(String).join('.');
}

function invalid(name: string, faults: readonly LineFault[]): HolosError {
  const sorted = faults.toSorted((a, b) => a.line - b.line);
  const told = sorted.map(({ line, message }) => `  ${name}:${line}: ${message}`);
  return new HolosError('company.invalid', `The company file has faults:\n${told.join('\n')}`, {
    faults: sorted,
  });
}
