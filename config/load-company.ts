import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { codeOf, HolosError } from '../errors.ts';
import { type Company, companySchema, type Language } from './company.ts';

/** One fault of a company file; `at` leads to it, as zod names it: `['hotlines', 0, 'menu']`. */
export interface CompanyFault {
  at: (string | number)[];
  text: string;
}

/** Where a company's file is: one that comes with Holos, by its name, or a path. */
export function companyFile(company: string): string {
  const own = path.join(import.meta.dirname, 'companies', `${company}.yaml`);
  return existsSync(own) ? own : path.resolve(company);
}

/**
 * Reads a company file.
 * @throws HolosError `company.missing`; `company.invalid` that names every fault at once, each with its line.
 */
export async function loadCompany(settings: { company: string }): Promise<Company> {
  const file = companyFile(settings.company);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new HolosError(
      'company.missing',
      `The company file ${file} cannot be read (${codeOf(error)}). HOLOS_COMPANY names it.`,
      { file },
      error,
    );
  }
  return parseCompany(text, file);
}

/** @throws HolosError `company.invalid` */
export function parseCompany(text: string, file: string): Company {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length) {
    throw invalid(
      file,
      document.errors.map((error) => ({
        line: error.linePos?.[0].line ?? 1,
        text: error.message.split('\n')[0] ?? '',
      })),
    );
  }
  const read = companySchema.safeParse(document.toJS());
  const faults: CompanyFault[] = read.success
    ? faultsOf(read.data)
    : read.error.issues.map((issue) => ({ at: issue.path as (string | number)[], text: issue.message }));
  if (faults.length)
    throw invalid(
      file,
      faults.map((fault) => ({
        line: lineOf(document, lines, fault.at),
        text: `${fault.at.join('.')}: ${fault.text}`,
      })),
    );
  return read.data as Company;
}

function invalid(file: string, faults: { line: number; text: string }[]): HolosError {
  const list = faults.sort((a, b) => a.line - b.line).map((fault) => `  line ${fault.line}: ${fault.text}`);
  return new HolosError('company.invalid', `The company file ${file} has faults:\n${list.join('\n')}`, {
    file,
  });
}

/** The line where a fault is, or of the nearest thing around it that stands in the file. */
function lineOf(document: Document, lines: LineCounter, at: (string | number)[]): number {
  for (let depth = at.length; depth > 0; depth--) {
    const node = document.getIn(at.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** What a shape cannot say: names that must exist, keys that must differ, and that every menu leads to a person. */
export function faultsOf(company: Company): CompanyFault[] {
  return [
    ...timezoneFault(company),
    ...company.hotlines.flatMap((_, index) => hotlineFaults(company, index)),
    ...repeated(
      company.hotlines.flatMap((one, index) =>
        one.numbers.map((number) => ({ value: number, at: ['hotlines', index, 'numbers'] })),
      ),
    ),
    ...company.categories.flatMap((one, index) =>
      unknown(company.executors, one.executor, ['categories', index, 'executor']),
    ),
    ...unknown(company.hotlines, company.calling.hotline, ['calling', 'hotline']),
    ...namesMissing(company),
    ...(['hotlines', 'queues', 'executors', 'categories'] as const).flatMap((list) =>
      repeated(company[list].map((one, index) => ({ value: one.id, at: [list, index, 'id'] }))),
    ),
  ];
}

function hotlineFaults(company: Company, index: number): CompanyFault[] {
  const at = ['hotlines', index, 'menu'];
  const { menu } = company.hotlines[index] as Company['hotlines'][number];
  const noPerson = menu.some((item) => item.queue)
    ? []
    : [{ at, text: 'no key leads to a person: add one with a queue' }];
  return [
    ...noPerson,
    ...repeated(menu.map((item, n) => ({ value: item.key, at: [...at, n, 'key'] }))),
    ...menu.flatMap((item, n) =>
      item.queue ? unknown(company.queues, item.queue, [...at, n, 'queue']) : [],
    ),
  ];
}

function unknown(known: readonly { id: string }[], id: string, at: CompanyFault['at']): CompanyFault[] {
  return known.some((one) => one.id === id)
    ? []
    : [{ at, text: `there is no ${id}; there are ${known.map((one) => one.id).join(', ')}` }];
}

function repeated(values: readonly { value: string; at: CompanyFault['at'] }[]): CompanyFault[] {
  const seen = new Set<string>();
  return values.flatMap(({ value, at }) => {
    if (seen.has(value)) return [{ at, text: `${value} stands here for the second time` }];
    seen.add(value);
    return [];
  });
}

/** Everything that is shown or spoken has a name in every language that some hotline speaks. */
function namesMissing(company: Company): CompanyFault[] {
  const spoken = [...new Set(company.hotlines.flatMap((one) => one.languages))];
  const missing = (name: Partial<Record<Language, string>>, at: CompanyFault['at']) =>
    spoken
      .filter((language) => !name[language])
      .map((language) => ({ at, text: `no name in ${language}, which a hotline speaks` }));
  return [
    ...missing(company.name, ['name']),
    ...(['hotlines', 'queues', 'executors', 'categories'] as const).flatMap((list) =>
      company[list].flatMap((one, index) => missing(one.name, [list, index, 'name'])),
    ),
  ];
}

function timezoneFault(company: Company): CompanyFault[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: company.timezone });
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ at: ['timezone'], text: `${company.timezone} is no time zone; one is Europe/Kyiv` }];
  }
}
