import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const pair = z.tuple([z.string(), z.string()]);
const names = z.strictObject({
  men: z.array(z.string()),
  women: z.array(z.string()),
  patronymics: z.array(pair),
  surnames: z.array(z.string()),
  surnamePairs: z.array(pair),
});

export type Names = z.infer<typeof names>;

export function readNames(): Names {
  return names.parse(read('names'));
}

/** Streets by service centre. */
export function readStreets(): Record<string, string[]> {
  return z.record(z.string(), z.array(z.string())).parse(read('streets'));
}

/** What residents say, by category. */
export function readRequestTexts(): Record<string, string[]> {
  return z.record(z.string(), z.array(z.string())).parse(read('requests'));
}

function read(name: string): unknown {
  return parse(readFileSync(new URL(`./data/${name}.yaml`, import.meta.url), 'utf8'));
}
