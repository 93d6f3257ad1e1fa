import type { Database } from '../db/connect.ts';
import { lastStepOf } from '../db/queries/call-events.ts';
import {
  deleteRecording,
  findRecording,
  insertRecording,
  patchRecording,
  type RecordingRow,
  recordingsBefore,
  recordingsOf,
  unfinishedRecordings,
} from '../db/queries/recordings.ts';
import type { Track } from './sides.ts';

export type { RecordingRow };

/** What the recordings ask of the database. */
export interface RecordingRows {
  /**
   * Writes a recording that has begun. Returns its id.
   * @param again it was tried before, and may be there already though that failed: then it is left as it is
   */
  begin(
    row: Pick<RecordingRow, 'callId' | 'node' | 'folder' | 'startedAt'>,
    again?: boolean,
  ): Promise<number>;
  /** States what a recording came to. */
  finish(
    id: number,
    end: { state: 'finished' | 'lost'; durationMs: number; tracks: readonly Track[] },
  ): Promise<void>;
  /** Whether the recording of a call is on, as its steps say; it may be switched off for a moment. */
  isOn(callId: string): Promise<boolean>;
  byId(id: number): Promise<RecordingRow | null>;
  /** Those of a node that nobody has finished. */
  unfinished(node: string): Promise<RecordingRow[]>;
  /** Those that began before a moment, oldest first, at most `limit`, without the first `skip`. */
  before(moment: Date, page: { limit: number; skip: number }): Promise<RecordingRow[]>;
  remove(id: number): Promise<void>;
}

const switches = ['recording-off', 'recording-on'] as const;

export function recordingRows(db: Database): RecordingRows {
  return {
    async begin(row, again = false) {
      const there = again && (await recordingsOf(db, row.callId)).find(({ folder }) => folder === row.folder);
      return there ? there.id : insertRecording(db, { ...row, tracks: [] });
    },
    finish: (id, end) => patchRecording(db, id, end),
    isOn: async (callId) => (await lastStepOf(db, callId, switches)) !== 'recording-off',
    byId: (id) => findRecording(db, id),
    unfinished: (node) => unfinishedRecordings(db, node),
    before: (moment, page) => recordingsBefore(db, moment, page),
    remove: (id) => deleteRecording(db, id),
  };
}
