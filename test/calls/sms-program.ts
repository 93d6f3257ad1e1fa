import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { codeOf } from '../../errors.ts';

/** A program that sends SMS, as far as Holos can tell: it writes them down. */
export interface SmsProgram {
  /** For the setting. */
  readonly command: string;
  /** The texts that went to a number, in order. */
  sentTo(number: string): Promise<string[]>;
  remove(): Promise<void>;
}

export async function smsProgram(): Promise<SmsProgram> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holos-sms-'));
  const program = path.join(folder, 'send');
  const sent = path.join(folder, 'sent');
  // One line an SMS: the number and the text.
  await writeFile(program, `#!/bin/sh\nprintf '%s %s\\n' "$1" "$(cat)" >> ${sent}\n`);
  await chmod(program, 0o700);
  return {
    command: `${program} {number}`,
    async sentTo(number) {
      const lines = (await readOrNothing(sent)).split('\n');
      return lines.flatMap((line) => (line.startsWith(`${number} `) ? [line.slice(number.length + 1)] : []));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function readOrNothing(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
