import { codeOf } from '../errors.ts';
import type { Database } from './connect.ts';

/**
 * Writes a row that a desk may send again because no answer came: then it is the one that is there, as it was sent first. Who
 * sends the same at the same moment waits for the first, and finds it. A row without a key is always new.
 */
export async function insertOnce(
  db: Database,
  table: 'incidents' | 'announcements',
  row: Readonly<Record<string, unknown>> & { desk_key: string | null },
): Promise<{ id: number; isNew: boolean }> {
  try {
    const [id = 0] = await db(table).insert(row);
    return { id, isNew: true };
  } catch (error) {
    if (codeOf(error) !== 'ER_DUP_ENTRY') throw error;
    const { id }: { id: number } = await db(table).where({ desk_key: row.desk_key }).first('id');
    return { id, isNew: false };
  }
}
