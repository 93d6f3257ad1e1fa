import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { HolosError } from '../../errors.ts';
import { failureOf, statuses } from './failures.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What the desk's server is, and what it calls by way of its parts. */
const called = [
  ...['agent-desk/server', 'db', 'dialer', 'housing', 'ivr', 'recordings', 'speech', 'telephony'],
  'compose-queue.ts',
];

/** Those that have no status, by the reason. One that ends in a dot stands for all that begin so. */
const withoutStatus: Record<string, string[]> = {
  'it ends the start, before the desk is there': [
    ...['asterisk.', 'db.', 'desk.port-taken', 'in-force.', 'recording.bad-folder', 'settings.'],
    ...['speech.command-invalid', 'speech.prompt-invalid', 'speech.prompts-unreadable'],
  ],
  'it stays on the line, in the conversation with the caller': [
    ...['call.not-reached', 'call.playback', 'ivr.', 'meter.unknown', 'recording.failed', 'sms.no-text'],
    'telephony.silent',
  ],
  'it breaks off work that goes on beside': [
    ...['consult.over', 'dialer.stopping', 'internal.over', 'keeping.', 'supervise.over'],
  ],
  'what was said to be spoken is at fault, and announcements say so in their own words': [
    ...['speech.no-prompt', 'speech.no-words', 'speech.parameter'],
  ],
  'it is a fault of ours or of the machine, and 500 says so': [
    ...['ami.refused', 'ari.failed', 'ari.refused', 'operator.bad-name', 'speech.bad-sound', 'speech.failed'],
    ...['speech.not-kept', 'speech.number', 'speech.program-failed'],
  ],
};

function sourcesIn(place: string): string[] {
  if (place.endsWith('.ts')) return [path.join(root, place)];
  return readdirSync(path.join(root, place), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('fakes'))
    .map((file) => path.join(root, place, file));
}

/** Every code that a source gives to an error: `Error('x.y'`, or `super('x.y'` of a kind of its own. */
function codesIn(source: string): string[] {
  const text = readFileSync(source, 'utf8');
  return [...text.matchAll(/(?:Error|super)\(\s*'([a-z-]+\.[a-z-]+)'/g)].map(([, code]) => code ?? '');
}

const thrown = new Set(called.flatMap(sourcesIn).flatMap(codesIn));
const excused = Object.values(withoutStatus).flat();
const isExcused = (code: string) =>
  excused.some((one) => code === one || (one.endsWith('.') && code.startsWith(one)));

test('whatever a route can come upon has a status of its own', () => {
  expect(thrown.size).toBeGreaterThan(90);
  const unforeseen = [...thrown].filter(
    (code) => failureOf(new HolosError(code, '')).status === 500 && !isExcused(code),
  );
  expect(unforeseen).toEqual([]);
});

test('nothing has a status that is thrown nowhere, or is excused for nothing', () => {
  // The remarks on a recording are made into codes.
  const known = Object.keys(statuses).filter((code) => !code.startsWith('take.'));
  expect(known.filter((code) => !thrown.has(code))).toEqual([]);
  expect(known.filter(isExcused)).toEqual([]);
  const isThrown = (one: string) => [...thrown].some((code) => code === one || code.startsWith(one));
  expect(excused.filter((one) => !isThrown(one))).toEqual([]);
});
