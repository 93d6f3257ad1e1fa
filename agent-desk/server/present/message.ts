import type { DeskMessageRow } from '../../../db/queries/desk-messages.ts';
import type { DeskMessage } from '../../contract/shapes.ts';

/** A message as it stands on each desk that it concerns: who wrote it sees by how many it was read, a reader when he read it. */
export function presentMessage(message: DeskMessageRow): Map<number, DeskMessage> {
  const { id, fromId, fromName, toId, text, readers } = message;
  const shown = { id, at: message.at.toISOString(), fromId, fromName, toId, text };
  const count = readers.filter(({ readAt }) => readAt !== null).length;
  const own = { ...shown, readAt: null, readBy: { count, of: readers.length } };
  const others = readers.map(({ operatorId, readAt }) => {
    return [operatorId, { ...shown, readAt: readAt?.toISOString() ?? null, readBy: null }] as const;
  });
  return new Map<number, DeskMessage>([...others, [fromId, own]]);
}

/** Those of each desk, in their order: what he wrote or read since `midnight`, and all that he has not read. */
export function presentMessages(
  messages: readonly DeskMessageRow[],
  midnight: Date,
  most: number,
): Map<number, DeskMessage[]> {
  const since = midnight.toISOString();
  const byDesk = new Map<number, DeskMessage[]>();
  for (const row of messages) {
    for (const [operatorId, message] of presentMessage(row)) {
      const isUnread = message.readBy === null && message.readAt === null;
      if (!isUnread && message.at < since && (message.readAt ?? '') < since) continue;
      const list = byDesk.get(operatorId) ?? [];
      byDesk.set(operatorId, list);
      if (list.length < most) list.push(message);
    }
  }
  return byDesk;
}
