import type { Track } from './sides.ts';

export type RecordingState = 'recording' | 'finished' | 'lost';

/** A recording as the database knows it. `folder` stands below the recordings' root. */
export interface RecordingRow {
  id: number;
  callId: string;
  node: string;
  state: RecordingState;
  folder: string;
  startedAt: Date;
  durationMs: number;
}

/** What the recordings ask of the database. */
export interface RecordingRows {
  /** Writes a recording that has begun; one that is there already (the same folder) is left as it is. Returns its id. */
  begin(row: { callId: string; node: string; folder: string; startedAt: Date }): Promise<number>;
  /** States what a recording came to. */
  finish(
    id: number,
    end: { state: 'finished' | 'lost'; durationMs: number; tracks: readonly Track[] },
  ): Promise<void>;
  byId(id: number): Promise<RecordingRow | undefined>;
  /** Those of a node that nobody has finished. */
  unfinished(node: string): Promise<RecordingRow[]>;
  /** Finished ones that began before a time, at most `limit`, oldest first. */
  finishedBefore(before: Date, limit: number): Promise<RecordingRow[]>;
}
