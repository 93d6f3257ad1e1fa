import { DateTime } from 'luxon';
import type { Company } from '../../../config/company.ts';
import type { RegisterRow } from '../../../db/queries/request-register.ts';
import type { Language } from '../../contract/shapes.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import { type RegisterTexts, registerTexts } from './register-texts.ts';

/** Whose names and clock the file speaks. */
type Named = Pick<Company, 'timezone' | 'categories' | 'executors'>;

/** The register as a CSV file, piece by piece: a line of headings, then one for each request. */
export async function* registerFile(
  pages: AsyncIterable<RegisterRow[]>,
  company: Named,
  language: Language,
): AsyncGenerator<string> {
  const texts = registerTexts[language];
  const columns = columnsOf(company, language);
  yield byteOrderMark + csvLine(columns.map(([name]) => texts[name]));
  for await (const rows of pages)
    yield rows.map((row) => csvLine(columns.map(([, field]) => field(row) ?? ''))).join('');
}

/** `zayavky-2026-11-27-1405.csv` */
export function registerFileName(company: Pick<Company, 'timezone'>, language: Language, now: Date): string {
  const stamp = DateTime.fromJSDate(now, { zone: company.timezone }).toFormat('yyyy-MM-dd-HHmm');
  return `${registerTexts[language].file}-${stamp}.csv`;
}

type Column = Exclude<keyof RegisterTexts, 'file' | 'spoken' | 'statuses'>;
type Field = (row: RegisterRow) => string | null;

function columnsOf(company: Named, language: Language) {
  const texts = registerTexts[language];
  const moment = (at: Date | null) =>
    at && DateTime.fromJSDate(at, { zone: company.timezone }).toFormat('yyyy-MM-dd HH:mm');
  const nameIn = (list: Company['categories'] | Company['executors']) => {
    const names = new Map(list.map(({ id, name }) => [id, name[language]]));
    return (id: string) => names.get(id) ?? id;
  };
  const [category, executor] = [nameIn(company.categories), nameIn(company.executors)];
  const columns: [Column, Field][] = [
    ['number', (row) => row.number],
    ['createdAt', (row) => moment(row.createdAt)],
    ['dueAt', (row) => moment(row.dueAt)],
    ['doneAt', (row) => moment(row.doneAt)],
    ['status', (row) => texts.statuses[row.status]],
    ['category', (row) => category(row.category)],
    ['executor', (row) => executor(row.executor)],
    ['place', (row) => row.place],
    ['resident', (row) => row.residentName],
    ['phone', (row) => row.phone],
    ['text', (row) => row.text || (row.messageFile === null ? '' : texts.spoken)],
    ['createdBy', (row) => row.createdByName],
  ];
  return columns;
}
