import type { RecordingRow, RecordingRows } from '../../recordings/rows.ts';

/** The table of recordings, kept in memory: what the database does is tested with the database. */
export class KeptRows implements RecordingRows {
  readonly all: RecordingRow[] = [];

  async begin(row: Pick<RecordingRow, 'callId' | 'node' | 'folder' | 'startedAt'>): Promise<number> {
    const id = this.all.length + 1;
    this.all.push({ ...row, id, state: 'recording', durationMs: 0, tracks: [] });
    return id;
  }

  async finish(id: number, end: Pick<RecordingRow, 'state' | 'durationMs' | 'tracks'>): Promise<void> {
    Object.assign(this.all[id - 1] ?? {}, end);
  }

  async isOn(): Promise<boolean> {
    return true;
  }

  async byId(id: number): Promise<RecordingRow | null> {
    return this.all[id - 1] ?? null;
  }

  async unfinished(name: string): Promise<RecordingRow[]> {
    return this.all.filter((row) => row.node === name && row.state === 'recording');
  }

  async before(): Promise<RecordingRow[]> {
    return [];
  }

  async remove(): Promise<void> {}
}
