import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Company } from '../../../config/company.ts';
import type { Database } from '../../../db/connect.ts';
import { type RegisterRow, type RequestFilter, registerPages } from '../../../db/queries/request-register.ts';
import { codeOf } from '../../../errors.ts';
import type { Language } from '../../contract/shapes.ts';
import { registerFile, registerFileName } from './register-file.ts';

/**
 * Sends the requests that fit, as fast as they are taken. A file that breaks off half-way is no file: the connection is cut, and the
 * browser says that it has failed.
 * @returns how many were sent; null: whoever asked went before the end
 */
export async function sendRegister(
  db: Database,
  company: Pick<Company, 'timezone' | 'categories' | 'executors'>,
  { filter, language }: { filter: RequestFilter; language: Language },
  response: Response,
): Promise<number | null> {
  let sent = 0;
  const pages = registerPages(db, filter);
  // Before the first word of the answer: a database that is away is told as everywhere else.
  const first = await pages.next();
  async function* counted(): AsyncGenerator<RegisterRow[]> {
    for (let page = first; !page.done; page = await pages.next()) {
      sent += page.value.length;
      yield page.value;
    }
  }
  response.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${registerFileName(company, language, new Date())}"`,
    'Cache-Control': 'no-store',
  });
  try {
    await pipeline(Readable.from(registerFile(counted(), company, language)), response);
  } catch (error) {
    if (codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE') return null;
    throw error;
  }
  return sent;
}
