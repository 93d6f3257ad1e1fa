import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Settings } from '../config/settings.ts';
import { codeOf, HolosError } from '../errors.ts';
import { recordingsRoot } from './folder.ts';

/** What a caller has spoken after the signal: a WAV of one channel. It never changes. */
export interface SpokenMessage {
  sizeBytes: number;
  /** Bytes `first` to `last`, both included, as HTTP Range counts them. */
  read(first: number, last: number): Readable;
}

export interface MessageStore {
  /**
   * @param file below the recordings' folder, without ending
   * @throws HolosError `message.lost` when there is no sound in it, or it has gone
   */
  open(file: string): Promise<SpokenMessage>;
}

const headerBytes = 44;

/** The spoken messages in the folder of this machine. */
export function createMessageStore({ settings }: { settings: Pick<Settings, 'home'> }): MessageStore {
  return {
    async open(file) {
      const wav = path.join(recordingsRoot(settings), `${file}.wav`);
      const sizeBytes = await sizeOf(wav);
      if (sizeBytes <= headerBytes)
        throw new HolosError('message.lost', 'The message is not kept any more: its file has gone.', {
          file,
        });
      return { sizeBytes, read: (first, last) => createReadStream(wav, { start: first, end: last }) };
    },
  };
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}
