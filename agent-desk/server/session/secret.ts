import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../../errors.ts';

/**
 * The secret that signs the cookies: made at the first start and kept, so that a restart logs nobody out.
 * @returns 64 hexadecimal digits
 */
export async function sessionSecret(home: string): Promise<string> {
  const file = path.join(home, 'session-secret');
  await mkdir(home, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
