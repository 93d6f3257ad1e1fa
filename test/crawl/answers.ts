import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AskedOfCaller } from '../../events.ts';

/** One thing that a caller may do when asked. */
export interface Answer {
  /** As it is drawn: the keys, `silence`, `speaks`. */
  readonly label: string;
  readonly does: 'presses' | 'waits' | 'speaks';
  /** With the caller's own values still to be filled in. */
  readonly keys: string;
  /** Whether it is an answer to the question at all; else it is a slip, or leads away. */
  readonly answers: boolean;
}

const file = z.object({
  digits: z.record(z.string(), z.array(z.string()).min(1)),
  otherDigits: z.array(z.string()).min(1),
  tellApart: z.array(z.string()),
  alike: z.record(z.string(), z.string()),
  turns: z.record(z.string(), z.string()),
  message: z.string(),
  whileWaiting: z.string(),
  bySms: z.record(z.string(), z.string()),
});

export const data = file.parse(parse(readFileSync(path.join(import.meta.dirname, 'answers.yaml'), 'utf8')));

const presses = (keys: string, answers: boolean): Answer => ({ label: keys, does: 'presses', keys, answers });
export const silence: Answer = { label: 'silence', does: 'waits', keys: '', answers: false };
const speaks: Answer = { label: 'speaks', does: 'speaks', keys: '#', answers: true };
/** Keys that are good everywhere. */
const everywhere = ['0', '*', '#', '9'];
/** Keys that a proposal takes besides its own; any other is kept, and answers the question that follows by itself. */
const takenByProposal = '*9';
const slips = ['8', '6', '7', '5', '4', '3', '2', '1'];

/** Everything that a caller may do at a question; from the second wording on only what the first does not show. */
export function answersTo({ kind, name, keys, wording }: AskedOfCaller): Answer[] {
  if (kind === 'voice') return [speaks, presses('#', false), presses('0', false)];
  if (kind === 'proposal') {
    const away = [...takenByProposal].filter((key) => !keys.includes(key));
    return [presses(keys, true), ...away.map((key) => presses(key, false)), silence, presses('0', false)];
  }
  if (kind === 'digits') {
    const [right = '', ...wrong] = data.digits[name] ?? data.otherDigits;
    const slip = wrong.slice(0, 1).map((one) => presses(one, true));
    if (wording > 0) return [silence, ...slip, presses('0#', false)];
    const all = [right, ...wrong].map((one) => presses(one, true));
    return [...all, silence, presses('*', false), presses('#', false), presses('0#', false)];
  }
  const slip = slips.filter((key) => !keys.includes(key)).slice(0, 1);
  const away = everywhere.filter((key) => !keys.includes(key));
  if (wording > 0)
    return [silence, ...slip.map((key) => presses(key, false)), presses('0', keys.includes('0'))];
  return [
    ...[...keys].map((key) => presses(key, true)),
    ...slip.map((key) => presses(key, false)),
    ...away.filter((key) => key !== '0').map((key) => presses(key, false)),
    silence,
    ...away.filter((key) => key === '0').map((key) => presses(key, false)),
  ];
}

/** Whether an answer is a way on, rather than a repetition, a slip or silence. */
export function countsAsTry({ does, keys, answers }: Answer): boolean {
  return does === 'waits' || (!answers && slips.includes(keys));
}

/** Whether the question takes nothing of it, so that it answers the next one by itself. */
export function isKept(kind: AskedOfCaller['kind'], { does, keys, answers }: Answer): boolean {
  return kind === 'proposal' && does === 'presses' && !answers && !takenByProposal.includes(keys);
}
