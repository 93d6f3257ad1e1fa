import type { Database } from '../connect.ts';

export type RecordingState = 'recording' | 'finished' | 'lost';

export interface RecordingRow {
  id: number;
  callId: string;
  node: string;
  state: RecordingState;
  /** Below the recordings’ folder. */
  folder: string;
  startedAt: Date;
  durationMs: number;
  /** As the recorder wrote it: files, format and offset of each side. */
  tracks: unknown;
}

const columns = {
  id: 'id',
  callId: 'call_id',
  node: 'node',
  state: 'state',
  folder: 'folder',
  startedAt: 'started_at',
  durationMs: 'duration_ms',
  tracks: 'tracks',
};

/** @returns the id */
export async function insertRecording(
  db: Database,
  recording: Pick<RecordingRow, 'callId' | 'node' | 'folder' | 'startedAt' | 'tracks'>,
): Promise<number> {
  const [id = 0] = await db('recordings').insert({
    call_id: recording.callId,
    node: recording.node,
    state: 'recording',
    folder: recording.folder,
    started_at: recording.startedAt,
    tracks: JSON.stringify(recording.tracks),
  });
  return id;
}

/** Changes what is given and leaves the rest. */
export async function patchRecording(
  db: Database,
  id: number,
  patch: Partial<Pick<RecordingRow, 'state' | 'durationMs' | 'tracks'>>,
): Promise<void> {
  const row = {
    ...(patch.state !== undefined && { state: patch.state }),
    ...(patch.durationMs !== undefined && { duration_ms: Math.round(patch.durationMs) }),
    ...(patch.tracks !== undefined && { tracks: JSON.stringify(patch.tracks) }),
  };
  if (Object.keys(row).length > 0) await db('recordings').where({ id }).update(row);
}

export async function findRecording(db: Database, id: number): Promise<RecordingRow | null> {
  return (await db('recordings').select(columns).where({ id }).first()) ?? null;
}

export async function recordingsOf(db: Database, callId: string): Promise<RecordingRow[]> {
  return db('recordings').select(columns).where({ call_id: callId }).orderBy('id');
}

/** Recordings of this node that were never finished: their controller died. */
export async function unfinishedRecordings(db: Database, node: string): Promise<RecordingRow[]> {
  return db('recordings').select(columns).where({ node, state: 'recording' }).orderBy('id');
}

/** Recordings that began before `moment`, oldest first, without the first `skip`: for retention. */
export async function recordingsBefore(
  db: Database,
  moment: Date,
  { limit, skip }: { limit: number; skip: number },
): Promise<RecordingRow[]> {
  return db('recordings')
    .select(columns)
    .where('started_at', '<', moment)
    .orderBy(['started_at', 'id'])
    .limit(limit)
    .offset(skip);
}

export async function deleteRecording(db: Database, id: number): Promise<void> {
  await db('recordings').where({ id }).delete();
}
