import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { codeOf, HolosError } from '../../errors.ts';
import { type Pcm, readWav } from '../sound/wav.ts';

/** A quarter of an hour of good sound: a sheet read in one go is no take. */
export const LARGEST_TAKE_BYTES = 20_000_000;
/** More sound than this is no prompt; it is not even read. */
const LONGEST_READ_S = 60;
const LONGEST_WORK_MS = 20_000;
const RATE = 48_000;
/** What people record with. Lists and streams, through which a file could make ffmpeg open others, are not among them. */
const FORMATS = 'wav,w64,aiff,caf,mp3,mov,mp4,m4a,ogg,flac,aac,matroska,webm,amr';

/**
 * A recorded file as sound, one channel: WAV by itself, all else by ffmpeg.
 * @throws HolosError `take.too-large`, `take.unreadable`
 */
export async function readTake(file: string): Promise<Pcm> {
  const content = await contentOf(file);
  try {
    return readWav(content);
  } catch (error) {
    if (codeOf(error) !== 'speech.bad-sound') throw error;
    return readWav(await decoded(file));
  }
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size <= LARGEST_TAKE_BYTES) return await readFile(file);
  } catch (error) {
    throw new HolosError('take.unreadable', `The file cannot be read (${codeOf(error)}).`, { file }, error);
  }
  const message = `The file is larger than ${LARGEST_TAKE_BYTES / 1e6} MB.`;
  throw new HolosError('take.too-large', message, { file });
}

async function decoded(file: string): Promise<Buffer> {
  const args = ['-nostdin', '-v', 'error', '-protocol_whitelist', 'file', '-format_whitelist', FORMATS];
  args.push('-i', `file:${file}`, '-t', String(LONGEST_READ_S), '-vn', '-ac', '1', '-ar', String(RATE));
  args.push('-c:a', 'pcm_s16le', '-f', 'wav', '-');
  const signal = AbortSignal.timeout(LONGEST_WORK_MS);
  const child = spawn('ffmpeg', args, { signal, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => output.push(part));
  child.stderr.on('data', (part: Buffer) => {
    if (complaints.length < 10) complaints.push(part);
  });
  const fault = await new Promise<unknown>((resolve) => {
    child.once('error', resolve);
    child.once('close', (code) =>
      resolve(code === 0 ? undefined : Buffer.concat(complaints).toString('utf8')),
    );
  });
  if (fault === undefined) return Buffer.concat(output);
  const message =
    codeOf(fault) === 'ENOENT'
      ? 'Only WAV can be read without ffmpeg: install it, or send a WAV.'
      : 'This is no sound that can be read. WAV, MP3, M4A, OGG and FLAC can be.';
  throw new HolosError('take.unreadable', message, { file, complaint: String(fault).slice(0, 500) });
}
