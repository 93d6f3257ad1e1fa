import type { Step } from '../../events.ts';
import { type Database, insertOrMerge } from '../connect.ts';

/** Keeps beside the call what an operator has noted last; the log has every version. Empty: the note is taken back. */
export async function writeNote(db: Database, step: Step & { kind: 'note' }): Promise<void> {
  const { callId, operatorId, at, text } = step;
  const row = { call_id: callId, operator_id: operatorId, at, text };
  await insertOrMerge(db, 'call_notes', row, { key: 'call_id', merged: ['at', 'text'] });
}

/** What this operator has noted of a call; empty: nothing, or he has taken it back. */
export async function noteOf(db: Database, callId: string, operatorId: number): Promise<string> {
  const row: { text: string } | undefined = await db('call_notes')
    .where({ call_id: callId, operator_id: operatorId })
    .first('text');
  return row?.text ?? '';
}

/** What operators have noted of a row of `calls`, one below the other. */
export const notesOfCall = `(
  SELECT GROUP_CONCAT(call_notes.text ORDER BY call_notes.at, call_notes.operator_id SEPARATOR '\\n')
  FROM call_notes WHERE call_notes.call_id = calls.id AND call_notes.text <> ''
)`;

interface Noted {
  at: Date | string;
  kind: string;
  operatorId?: unknown;
  text?: unknown;
}

/** The same, from the steps of a call. */
export function notesIn(steps: readonly Noted[]): string | null {
  const latest = new Map<number, { atMs: number; text: string }>();
  for (const { at, kind, operatorId, text } of steps)
    if (kind === 'note') latest.set(Number(operatorId), { atMs: new Date(at).getTime(), text: String(text) });
  const written = [...latest]
    .filter(([, { text }]) => text !== '')
    .sort(([id, one], [otherId, other]) => one.atMs - other.atMs || id - otherId);
  return written.length > 0 ? written.map(([, { text }]) => text).join('\n') : null;
}
