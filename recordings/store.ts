import type { Readable } from 'node:stream';

/** The sound of one recording as one WAV that need not exist as a file: any range of it can be read. */
export interface RecordedSound {
  recordingId: number;
  callId: string;
  /** Size of the whole WAV in bytes, header included. Grows while the call goes on. */
  sizeBytes: number;
  durationMs: number;
  finished: boolean;
  /** Bytes `first` to `last`, both included, as HTTP Range counts them. */
  read(first: number, last: number): Readable;
}

export interface RecordingStore {
  /** @throws HolosError `recording.unknown`, `recording.lost` */
  open(recordingId: number): Promise<RecordedSound>;
}
