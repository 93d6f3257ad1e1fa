import type { Afterwards, OperatorState, WrapUpCall } from '../../events.ts';
import type { Database } from '../connect.ts';

/** An operator came into a state, or asked in it for another one after it. Written once, never changed. */
export interface OperatorEvent {
  operatorId: number;
  at: Date;
  state: OperatorState;
  /** Of a pause, also of one that comes afterwards. */
  reason: string | null;
  callId: string | null;
  /** The supervisor who has set it, or what comes after it, or has taken that back. */
  setBy: number | null;
  /** Where he goes after this, instead of being ready. */
  afterwards: Afterwards['to'] | null;
}

export async function appendOperatorEvents(db: Database, events: readonly OperatorEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ operatorId, at, state, reason, callId, setBy, afterwards }) => ({
    operator_id: operatorId,
    at,
    state,
    reason,
    call_id: callId,
    by_operator: setBy,
    afterwards,
  }));
  await db('operator_events').insert(rows);
}

/** Why somebody is offline whose controller was lost. */
const leftOpen = 'left-open';
/** A desk that is open still is back by then (ivr/queue/comes-back.ts). */
const comesBackWithinMs = 2 * 60_000;

/**
 * Whoever was at work when the controller stopped, or was killed, has been so until the last that any log knows of: nobody's
 * state is known after it. Before a controller takes its first call; operators whose desks are still open come back by themselves (ivr/queue/comes-back.ts).
 */
export async function endStatesLeftOpen(db: Database): Promise<void> {
  const at = await lastKnownAt(db);
  if (!at) return;
  const latestOfEach = db('operator_events').max('id').groupBy('operator_id');
  const open = await db('operator_events')
    .whereIn('id', latestOfEach)
    .whereNot({ state: 'offline' })
    .select({ operatorId: 'operator_id' });
  const offline = {
    at,
    state: 'offline',
    reason: leftOpen,
    callId: null,
    setBy: null,
    afterwards: null,
  } as const;
  await appendOperatorEvents(
    db,
    open.map(({ operatorId }) => ({ operatorId, ...offline })),
  );
}

/** The time of the newest that any log has; undefined where nothing has happened yet. */
export async function lastKnownAt(db: Database): Promise<Date | undefined> {
  const newest = (table: string) => db(table).orderBy('id', 'desc').first<{ at: Date } | undefined>('at');
  const [event, step] = await Promise.all([newest('operator_events'), newest('call_events')]);
  return event && step && event.at > step.at ? event.at : (step ?? event)?.at;
}

/** How an earlier controller left an operator. */
export interface LeftState {
  state: OperatorState;
  afterwards: Afterwards | null;
  /** Of a pause. */
  reason: string | null;
  setBy: number | null;
  /** The talk that he was in, or wrapped up, where it was his to say what it came to. */
  wrapUpCall: WrapUpCall | null;
}

/**
 * How operators were left who were at work: for a controller that finds them in a talk, and whose desks come back. A controller that was
 * killed at its start, before the desks were back, has left them as it found them.
 */
export async function statesLeftOpen(db: Database): Promise<ReadonlyMap<number, LeftState>> {
  const since = new Date(((await lastKnownAt(db))?.getTime() ?? 0) - comesBackWithinMs);
  const latestOfEach = db('operator_events')
    .max('id')
    .whereNot((row) =>
      row.where({ state: 'offline' }).whereRaw('reason <=> ?', [leftOpen]).where('at', '>=', since),
    )
    .groupBy('operator_id');
  // A talk that an earlier controller has taken up again stands there once more, without its call.
  const inTalk = db('operator_events')
    .max('id')
    .where({ state: 'talking' })
    .whereNotNull('call_id')
    .groupBy('operator_id');
  const [rows, talks] = await Promise.all([
    db('operator_events')
      .select<Row[]>(
        { operatorId: 'operator_id', state: 'state', reason: 'reason', setBy: 'by_operator' },
        'afterwards',
      )
      .whereIn('id', latestOfEach)
      .whereNot({ state: 'offline' }),
    db('operator_events')
      .join('calls', 'calls.id', 'operator_events.call_id')
      .whereIn('operator_events.id', inTalk)
      .whereRaw('calls.operator_id = operator_events.operator_id')
      .select<Talk[]>({
        operatorId: 'calls.operator_id',
        callId: 'calls.id',
        disposition: 'calls.disposition',
      }),
  ]);
  const talkOf = (id: number) => talks.find(({ operatorId }) => operatorId === id);
  return new Map(rows.map((row) => [row.operatorId, leftIn(row, talkOf(row.operatorId))]));
}

interface Row extends Pick<LeftState, 'state' | 'reason' | 'setBy'> {
  operatorId: number;
  afterwards: Afterwards['to'] | null;
}
interface Talk {
  operatorId: number;
  callId: string;
  disposition: string | null;
}

/** What comes afterwards has the row's reason and supervisor, as it is written (operator-log.ts). */
function leftIn({ state, afterwards, reason, setBy }: Row, talk: Talk | undefined): LeftState {
  const wrapsUp = state === 'talking' || state === 'wrap-up';
  const wrapUpCall =
    wrapsUp && talk ? { callId: talk.callId, owesDisposition: talk.disposition === null } : null;
  if (afterwards === null) return { state, afterwards, reason, setBy, wrapUpCall };
  return { state, afterwards: { to: afterwards, reason, setBy }, reason: null, setBy: null, wrapUpCall };
}

export type OperatorChange = Pick<OperatorEvent, 'operatorId' | 'at' | 'state'>;

const columns = { operatorId: 'operator_id', at: 'at', state: 'state' };

/** The states into which operators came from `from` until before `to`, and in which each was at `from`; in their order. */
export async function operatorChanges(
  db: Database,
  { from, to }: { from: Date; to: Date },
): Promise<OperatorChange[]> {
  const lastBefore = db('operator_events as earlier')
    .select('earlier.id')
    .whereRaw('earlier.operator_id = operators.id')
    .where('earlier.at', '<', from)
    .orderBy([
      { column: 'earlier.at', order: 'desc' },
      { column: 'earlier.id', order: 'desc' },
    ])
    .limit(1);
  const before = db('operators').select(lastBefore.as('id'));
  const [standing, within] = await Promise.all([
    db('operator_events').select(columns).whereIn('id', before),
    db('operator_events').select(columns).where('at', '>=', from).where('at', '<', to).orderBy('id'),
  ]);
  return [...standing, ...within];
}
