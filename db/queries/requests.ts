import { type Database, inTransaction } from '../connect.ts';

export type RequestStatus = 'new' | 'given' | 'done' | 'refused' | 'reopened' | 'closed';

/** Statuses in which somebody still has to do something. */
export const openStatuses: readonly RequestStatus[] = ['new', 'given', 'reopened'];

export interface RequestRow {
  id: number;
  /** Year and running number: `26-000123`. */
  number: string;
  callId: string | null;
  residentId: number | null;
  buildingId: number | null;
  category: string;
  executor: string;
  text: string;
  place: string;
  phone: string | null;
  status: RequestStatus;
  createdAt: Date;
  dueAt: Date;
  createdBy: number | null;
  /** What the resident has spoken: a file below the recordings' folder, without ending. */
  messageFile: string | null;
  messageMs: number | null;
}

export interface RequestEvent {
  at: Date;
  /** `created`, `status`, or `call`: a call that was about it. */
  kind: string;
  operatorId: number | null;
  operatorName: string | null;
  data: Record<string, unknown>;
}

/** How the fields of a row are called in the table. */
export const requestColumns = {
  id: 'id',
  number: 'number',
  callId: 'call_id',
  residentId: 'resident_id',
  buildingId: 'building_id',
  category: 'category',
  executor: 'executor',
  text: 'text',
  place: 'place',
  phone: 'phone',
  status: 'status',
  createdAt: 'created_at',
  dueAt: 'due_at',
  createdBy: 'created_by',
  messageFile: 'message_file',
  messageMs: 'message_ms',
};

type Spoken = Pick<RequestRow, 'messageFile' | 'messageMs'>;
export interface NewRequest
  extends Omit<RequestRow, 'id' | 'number' | 'status' | keyof Spoken>,
    Partial<Spoken> {
  /** Made by the desk that has sent it. */
  deskKey?: string | null;
}

export interface WrittenWith {
  /** Finds it where it was written before: two who write the same at the same moment come one after the other, and write one. */
  already?: (trx: Database) => Promise<RequestRow | null>;
  /** Writes what belongs to it: all or nothing. */
  also?: (trx: Database, written: RequestRow) => Promise<void>;
}

/** Writes a request down with its first line of history. Numbers run on within a year without a gap. */
export async function createRequest(
  db: Database,
  { deskKey = null, ...request }: NewRequest,
  year: number,
  { already, also }: WrittenWith = {},
): Promise<RequestRow> {
  return inTransaction(db, async (trx) => {
    await lockNumbers(trx, year);
    const earlier = await already?.(trx);
    if (earlier) return earlier;
    const number = await nextNumber(trx, year);
    const [id = 0] = await trx('requests').insert({
      number,
      call_id: request.callId,
      resident_id: request.residentId,
      building_id: request.buildingId,
      category: request.category,
      executor: request.executor,
      text: request.text,
      place: request.place,
      phone: request.phone,
      status: 'new',
      created_at: request.createdAt,
      due_at: request.dueAt,
      created_by: request.createdBy,
      message_file: request.messageFile,
      message_ms: request.messageMs,
      desk_key: deskKey,
    });
    await trx('request_events').insert({
      request_id: id,
      at: request.createdAt,
      kind: 'created',
      operator_id: request.createdBy,
      data: JSON.stringify({ executor: request.executor, callId: request.callId }),
    });
    const written = { messageFile: null, messageMs: null, ...request, id, number, status: 'new' as const };
    await also?.(trx, written);
    return written;
  });
}

/** Nobody else writes a request of this year until the transaction ends, so a number that is not used after all is given out again. */
async function lockNumbers(trx: Database, year: number): Promise<void> {
  await trx.raw(
    'INSERT INTO request_numbers (year, last) VALUES (?, 0) ON DUPLICATE KEY UPDATE last = last',
    [year],
  );
}

async function nextNumber(trx: Database, year: number): Promise<string> {
  await trx('request_numbers').where({ year }).increment('last', 1);
  const { last }: { last: number } = await trx('request_numbers').select('last').where({ year }).first();
  return `${String(year % 100).padStart(2, '0')}-${String(last).padStart(6, '0')}`;
}

/** The request of a spoken message; null when there is none yet. */
export async function requestOfMessage(db: Database, messageFile: string): Promise<RequestRow | null> {
  return (await db('requests').select(requestColumns).where({ message_file: messageFile }).first()) ?? null;
}

/** The request that a desk has sent with this key; null when there is none yet. */
export async function requestOfDeskKey(db: Database, deskKey: string): Promise<RequestRow | null> {
  return (await db('requests').select(requestColumns).where({ desk_key: deskKey }).first()) ?? null;
}

/**
 * Changes the status and writes who did it. False when it had this status already, null when there is no such request.
 * @param also what is written when it has a new status: all or nothing
 */
export async function changeRequestStatus(
  db: Database,
  change: { id: number; status: RequestStatus; operatorId: number | null; comment: string; at: Date },
  also?: (trx: Database) => Promise<void>,
): Promise<boolean | null> {
  return inTransaction(db, async (trx) => {
    const row: { status: RequestStatus } | undefined = await trx('requests')
      .select('status')
      .where({ id: change.id })
      .forUpdate()
      .first();
    if (!row) return null;
    if (row.status === change.status && change.comment === '') return false;
    await trx('requests').where({ id: change.id }).update({ status: change.status });
    await trx('request_events').insert({
      request_id: change.id,
      at: change.at,
      kind: 'status',
      operator_id: change.operatorId,
      data: JSON.stringify({ from: row.status, to: change.status, comment: change.comment }),
    });
    if (row.status !== change.status) await also?.(trx);
    return true;
  });
}

/** Writes that a call was about a request, once, where something is still to be done. Null when there is no such request. */
export async function linkCallToRequest(
  db: Database,
  link: { requestId: number; callId: string; operatorId: number; at: Date },
): Promise<(Pick<RequestRow, 'number' | 'residentId'> & { isOpen: boolean; isNew: boolean }) | null> {
  return inTransaction(db, async (trx) => {
    const row: Pick<RequestRow, 'number' | 'residentId' | 'status'> | undefined = await trx('requests')
      .select({ number: 'number', residentId: 'resident_id', status: 'status' })
      .where({ id: link.requestId })
      .forUpdate()
      .first();
    if (!row) return null;
    const { status, ...request } = row;
    const already = await trx('request_events')
      .where({ request_id: link.requestId, kind: 'call' })
      .whereRaw("JSON_VALUE(data, '$.callId') = ?", [link.callId])
      .first('id');
    const isOpen = openStatuses.includes(status);
    if (isOpen && !already)
      await trx('request_events').insert({
        ...{ request_id: link.requestId, at: link.at, kind: 'call', operator_id: link.operatorId },
        data: JSON.stringify({ callId: link.callId }),
      });
    return { ...request, isOpen: isOpen || already !== undefined, isNew: !already };
  });
}

export async function findRequest(db: Database, id: number): Promise<RequestRow | null> {
  return (await db('requests').select(requestColumns).where({ id }).first()) ?? null;
}

export async function requestHistory(db: Database, id: number): Promise<RequestEvent[]> {
  return db('request_events')
    .leftJoin('operators', 'operators.id', 'request_events.operator_id')
    .select({
      at: 'request_events.at',
      kind: 'request_events.kind',
      operatorId: 'request_events.operator_id',
      operatorName: 'operators.name',
      data: 'request_events.data',
    })
    .where('request_id', id)
    .orderBy('request_events.id');
}

/**
 * What is still to be done for a caller, newest first: for these people, and what was written down in a call from this number or is
 * to be told to it. Each by an index of its own, and unordered: for the newest of all the database would read the register from its end.
 */
export async function openRequestsOfCaller(
  db: Database,
  { residentIds, number }: { residentIds: readonly number[]; number: string | null },
  limit = 20,
): Promise<RequestRow[]> {
  const open = () => db('requests').select('requests.id').whereIn('status', openStatuses);
  const each = [open().whereIn('requests.resident_id', residentIds)];
  if (number !== null) {
    each.push(open().where({ phone: number }));
    each.push(open().join('calls', 'calls.id', 'requests.call_id').where({ 'calls.number': number }));
  }
  const ids: number[] = await db.from(db.unionAll(each, true).as('open')).distinct('id').pluck('id');
  return openNewestFirst(db, limit).whereIn('id', ids);
}

/** Whom a request concerns: the resident, the building, and the numbers it was written down for or in a call from. */
export interface RequestConcern {
  residentId: number | null;
  buildingId: number | null;
  numbers: string[];
}

export async function concernOfRequest(db: Database, id: number): Promise<RequestConcern | null> {
  const row: (Omit<RequestConcern, 'numbers'> & Record<'phone' | 'number', string | null>) | undefined =
    await db('requests')
      .leftJoin('calls', 'calls.id', 'requests.call_id')
      .select({
        residentId: 'requests.resident_id',
        buildingId: 'requests.building_id',
        phone: 'requests.phone',
        number: 'calls.number',
      })
      .where('requests.id', id)
      .first();
  if (!row) return null;
  const { residentId, buildingId, phone, number } = row;
  return { residentId, buildingId, numbers: [phone, number].filter((one) => one !== null) };
}

/** What is still to be done in these buildings, newest first. */
export async function openRequestsOfBuildings(db: Database, buildingIds: number[], limit = 20) {
  return openNewestFirst(db, limit).whereIn('building_id', buildingIds);
}

function openNewestFirst(db: Database, limit: number) {
  return db('requests')
    .select<RequestRow[]>(requestColumns)
    .whereIn('status', openStatuses)
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
}
