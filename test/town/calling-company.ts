import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { companyFile } from '../../config/load-company.ts';

/** The usual company with other rules for automatic calls (`calling`, as YAML writes them). @returns the path of its file */
export async function companyCalling(changes: Readonly<Record<string, string>>): Promise<string> {
  const usual = await readFile(companyFile('750-600'), 'utf8');
  const begin = usual.indexOf('calling:');
  let calling = usual.slice(begin);
  for (const [rule, value] of Object.entries(changes))
    calling = calling.replace(new RegExp(`^  ${rule}: .*`, 'm'), `  ${rule}: ${value}`);
  const file = path.join(os.tmpdir(), `holos-company-${process.pid}.yaml`);
  await writeFile(file, usual.slice(0, begin) + calling);
  return file;
}
