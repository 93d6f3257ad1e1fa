import { type Database, inTransaction } from '../connect.ts';

/** A message from one desk to another, or to all. */
export interface DeskMessageRow {
  id: number;
  at: Date;
  fromId: number;
  fromName: string;
  /** Null: to all desks. */
  toId: number | null;
  text: string;
  /** Who is to read it, and since when he has. */
  readers: { operatorId: number; readAt: Date | null }[];
}

export interface NewDeskMessage extends Pick<DeskMessageRow, 'fromId' | 'toId' | 'text' | 'at'> {
  readerIds: readonly number[];
}

/** Writes a message for everybody who is to read it; one to all desks leaves a line in the log of the floor. @returns its id */
export async function insertDeskMessage(db: Database, message: NewDeskMessage): Promise<number> {
  const { fromId, toId, text, at, readerIds } = message;
  return inTransaction(db, async (trx) => {
    const row = { from_operator: fromId, to_operator: toId, text, at };
    const [id = 0] = await trx('desk_messages').insert(row);
    const readers = readerIds.map((operatorId) => ({ message_id: id, operator_id: operatorId }));
    if (readers.length > 0) await trx('desk_message_readers').insert(readers);
    if (toId === null)
      await trx('floor_changes').insert({
        ...{ kind: 'message', subject: 'all', at, by_operator: fromId },
        data: JSON.stringify({ messageId: id }),
      });
    return id;
  });
}

/** False where he had read it already, or it is not for him. */
export async function readDeskMessage(
  db: Database,
  { id, operatorId, at }: { id: number; operatorId: number; at: Date },
): Promise<boolean> {
  const changed: number = await db('desk_message_readers')
    .where({ message_id: id, operator_id: operatorId })
    .whereNull('read_at')
    .update({ read_at: at });
  return changed > 0;
}

/** What was written or read since then, or is still to be read; the newest first. */
export async function deskMessagesSince(db: Database, since: Date): Promise<DeskMessageRow[]> {
  const open = db('desk_message_readers')
    .join('operators', 'operators.id', 'desk_message_readers.operator_id')
    .select('message_id')
    .where('operators.active', true)
    .where((either) => either.whereNull('read_at').orWhere('read_at', '>=', since));
  return messages(db, (query) =>
    query.where((either) =>
      either.where('desk_messages.at', '>=', since).orWhereIn('desk_messages.id', open),
    ),
  );
}

export async function findDeskMessage(db: Database, id: number): Promise<DeskMessageRow | null> {
  const [found] = await messages(db, (query) => query.where('desk_messages.id', id));
  return found ?? null;
}

type Query = ReturnType<Database['queryBuilder']>;

async function messages(db: Database, narrow: (query: Query) => void): Promise<DeskMessageRow[]> {
  const query = db('desk_messages')
    .join('operators', 'operators.id', 'desk_messages.from_operator')
    .select({
      id: 'desk_messages.id',
      at: 'desk_messages.at',
      fromId: 'desk_messages.from_operator',
      fromName: 'operators.name',
      toId: 'desk_messages.to_operator',
      text: 'desk_messages.text',
    })
    .orderBy('desk_messages.id', 'desc');
  narrow(query);
  const found: Omit<DeskMessageRow, 'readers'>[] = await query;
  const readers: { messageId: number; operatorId: number; readAt: Date | null }[] = await db(
    'desk_message_readers',
  )
    .select({ messageId: 'message_id', operatorId: 'operator_id', readAt: 'read_at' })
    .whereIn(
      'message_id',
      found.map(({ id }) => id),
    );
  return found.map((message) => ({
    ...message,
    readers: readers
      .filter(({ messageId }) => messageId === message.id)
      .map(({ operatorId, readAt }) => ({ operatorId, readAt })),
  }));
}
