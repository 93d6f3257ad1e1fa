import { closeSync, createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Of what runs beside something else, what it prints is kept, and shown when it is over, so that it can be read.
 * @param work is given an open file that takes what it prints
 */
export async function keepingOutput<T>(name: string, work: (output: number) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-output-'));
  const file = path.join(folder, 'output');
  const output = openSync(file, 'w');
  console.log(`… ${name} has begun`);
  try {
    return await work(output);
  } finally {
    closeSync(output);
    console.log(`\n── ${name} ──`);
    await shown(file);
    rmSync(folder, { recursive: true, force: true });
  }
}

function shown(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    createReadStream(file).once('error', reject).once('end', resolve).pipe(process.stdout, { end: false });
  });
}
