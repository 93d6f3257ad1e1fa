import type { Knex } from 'knex';
import type { Database } from '../connect.ts';
import { cutPage, type PageOf } from './page.ts';
import { openStatuses, type RequestRow, type RequestStatus, requestColumns } from './requests.ts';

export interface RequestFilter {
  /** One status; `open`: somebody still has to do something; `overdue`: and the time for it is over. */
  status?: RequestStatus | 'open' | 'overdue';
  category?: string;
  executor?: string;
  /** When it was created. */
  from?: Date;
  /** Not this moment any more. */
  to?: Date;
  residentId?: number;
  buildingId?: number;
  /** A piece of the number, the place, the phone or the text. */
  search?: string;
}

/** Requests, newest first. `next` is the moment to ask for as `before`; null when that was all. */
export async function listRequests(
  db: Database,
  filter: RequestFilter,
  page: { limit: number; before?: Date },
): Promise<PageOf<RequestRow>> {
  const query = newestFirst(db('requests').select<RequestRow[]>(requestColumns));
  narrow(query, filter);
  if (page.before) query.where('created_at', '<', page.before);
  return cutPage(await query.limit(page.limit + 1), page.limit, (row) => row.createdAt);
}

/** A row of the register as it is handed out: with the names that the row itself has not. */
export interface RegisterRow extends RequestRow {
  residentName: string | null;
  createdByName: string | null;
  /** When it was last said to be done; null where it is not done. */
  doneAt: Date | null;
}

/**
 * All requests that fit, newest first, so many at a time: however long the register is, only these are held, and no connection is
 * kept while they are sent. What is written meanwhile is not among them.
 */
export async function* registerPages(
  db: Database,
  filter: RequestFilter,
  rowsAtOnce = 500,
): AsyncGenerator<RegisterRow[]> {
  let last: Pick<RequestRow, 'createdAt' | 'id'> | undefined;
  do {
    const query = newestFirst(db('requests').select<RequestRow[]>(requestColumns)).limit(rowsAtOnce);
    narrow(query, filter);
    if (last)
      query.whereRaw('(created_at, id) < (?, ?) AND created_at <= ?', [
        last.createdAt,
        last.id,
        last.createdAt,
      ]);
    const rows = await query;
    if (rows.length > 0) yield await withNames(db, rows);
    last = rows.length < rowsAtOnce ? undefined : rows.at(-1);
  } while (last);
}

async function withNames(db: Database, rows: RequestRow[]): Promise<RegisterRow[]> {
  const [residents, operators, done] = await Promise.all([
    names(
      db,
      'residents',
      rows.map((row) => row.residentId),
    ),
    names(
      db,
      'operators',
      rows.map((row) => row.createdBy),
    ),
    doneTimes(
      db,
      rows.filter(({ status }) => status === 'done' || status === 'closed').map(({ id }) => id),
    ),
  ]);
  return rows.map((row) => ({
    ...row,
    residentName: residents.get(row.residentId) ?? null,
    createdByName: operators.get(row.createdBy) ?? null,
    doneAt: done.get(row.id) ?? null,
  }));
}

async function names(
  db: Database,
  table: 'residents' | 'operators',
  ids: (number | null)[],
): Promise<Map<number | null, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  const rows: { id: number; name: string }[] = await db(table).select('id', 'name').whereIn('id', wanted);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function doneTimes(db: Database, ids: number[]): Promise<Map<number, Date>> {
  const rows: { id: number; at: Date }[] = await db('request_events')
    .select({ id: 'request_id' })
    .max({ at: 'at' })
    .whereIn('request_id', ids)
    .where('kind', 'status')
    .whereRaw("JSON_VALUE(data, '$.to') = 'done'")
    .groupBy('request_id');
  return new Map(rows.map(({ id, at }) => [id, at]));
}

function newestFirst<Q extends Knex.QueryBuilder>(query: Q): Q {
  query.orderBy([
    { column: 'created_at', order: 'desc' },
    { column: 'id', order: 'desc' },
  ]);
  return query;
}

function narrow(query: Knex.QueryBuilder, filter: RequestFilter): void {
  const { status, category, executor, residentId, buildingId } = filter;
  if (status === 'open' || status === 'overdue') query.whereIn('status', openStatuses);
  else if (status) query.where('status', status);
  if (status === 'overdue') query.where('due_at', '<', new Date());
  if (category !== undefined) query.where('category', category);
  if (executor !== undefined) query.where('executor', executor);
  if (filter.from) query.where('created_at', '>=', filter.from);
  if (filter.to) query.where('created_at', '<', filter.to);
  if (residentId !== undefined) query.where('resident_id', residentId);
  if (buildingId !== undefined) query.where('building_id', buildingId);
  if (filter.search) {
    const piece = `%${filter.search.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query.where((either) => {
      for (const column of ['number', 'place', 'phone', 'text']) either.orWhere(column, 'like', piece);
    });
  }
}
