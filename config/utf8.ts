import { HolosError } from '../errors.ts';

/** A text in another encoding. */
export class NotUtf8 extends HolosError {
  /** The first line with letters that cannot be read. */
  readonly line: number;

  constructor(line: number, cause: unknown) {
    super(
      'text.not-utf8',
      'letters here cannot be read: save the file in the encoding UTF-8',
      { line },
      cause,
    );
    this.line = line;
  }
}

/** The text of a file that somebody has written. Read all the same, its letters would be lost without a word. @throws NotUtf8 */
export function readUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const read = new TextDecoder().decode(bytes);
    throw new NotUtf8(read.slice(0, read.indexOf('\uFFFD')).split('\n').length, error);
  }
}
