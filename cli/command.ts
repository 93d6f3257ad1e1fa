import { type ParseArgsConfig, parseArgs } from 'node:util';
import { codeOf, HolosError } from '../errors.ts';

/** One thing that `./holos` does: one file in this folder. */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** How it is written, after `./holos `. */
  readonly usage: string;
  /** The exit code. @throws HolosError that says what is wrong and what to do; `cli.usage` when it was written wrongly */
  run(args: string[]): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads what was written after the command's name. @throws HolosError `cli.usage` */
export function readArguments<const T extends Options>(args: string[], options: T, positionals = 0) {
  try {
    const read = parseArgs({ args, options, allowPositionals: true, strict: true });
    const tooMany = read.positionals[positionals];
    if (tooMany !== undefined) throw usageError(`${tooMany} is one word too many.`);
    return read;
  } catch (error) {
    if (codeOf(error).startsWith('ERR_PARSE_ARGS')) throw usageError((error as Error).message, error);
    throw error;
  }
}

export function usageError(message: string, cause?: unknown): HolosError {
  return new HolosError('cli.usage', message, {}, cause);
}
