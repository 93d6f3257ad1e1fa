import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { codeOf } from '../errors.ts';
import { placesIn } from './parts/places.ts';
import { makePrivateFolder } from './parts/private-folder.ts';

/** What the controller says of itself, in `<home>/run/status.json`, and `./holos status --json` prints. */
export const statusSchema = z.object({
  ready: z.boolean(),
  /** What is being done while not ready, in a few words: `./holos up` shows it. */
  stage: z.string().optional(),
  /** Why the last start failed, in one sentence that says what to do: `./holos up` prints it and gives up. */
  fault: z.string().optional(),
  desk: z.string(),
  sip: z.string(),
  database: z.string(),
  startedAt: z.iso.datetime(),
  /** What calls are taken by. */
  company: z
    .object({
      /** As HOLOS_COMPANY named it when it came into force. */
      name: z.string(),
      /** When it came into force, and the sum of its files; null when that could not be kept (a full disk). */
      since: z.iso.datetime().nullable(),
      sha256: z.string().nullable(),
      /** Why the files as they were at the last start are not in force; null when they are. */
      fault: z.string().nullable(),
    })
    .optional(),
  logins: z.array(z.object({ login: z.string(), password: z.string(), role: z.string() })).optional(),
});

export type Status = z.infer<typeof statusSchema>;

/** Written whole or not at all; only its owner may read it, since it holds the database's password. */
export function writeStatus(home: string, status: Status): void {
  const file = placesIn(home).status;
  makePrivateFolder(path.dirname(file));
  writeFileSync(`${file}.new`, `${JSON.stringify(status)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function removeStatus(home: string): void {
  rmSync(placesIn(home).status, { force: true });
}

/** What was written last; undefined when there is nothing that can be read. */
export function readStatus(home: string): Status | undefined {
  try {
    const text = readFileSync(placesIn(home).status, 'utf8');
    return statusSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
