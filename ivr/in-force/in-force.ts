import type { Settings } from '../../config/settings.ts';
import { HolosError } from '../../errors.ts';
import { type Kept, kept } from './kept.ts';
import { readSources, type Sources, type Understood, understand } from './sources.ts';

/** What callers are served by from a start on. */
export interface InForce extends Understood {
  readonly sources: Sources;
  /** In a sentence or more, with lines: why what the files say now is not in force, and what is instead. Null: it is. */
  readonly fault: string | null;
}

/**
 * The company file and the prompts as they are now, or, when they have faults or are gone, those that were in force last: whoever
 * calls is served by what was good yesterday rather than by nobody.
 * @throws HolosError with the faults, when nothing was in force before or that cannot be used any more
 */
export async function inForce(settings: Pick<Settings, 'company' | 'home'>): Promise<InForce> {
  try {
    const sources = await readSources(settings);
    return { ...understand(sources, settings), sources, fault: null };
  } catch (error) {
    return await asBefore(settings, asFault(error));
  }
}

/** A file that nobody has thought of, and at which the reading itself fails, takes no hotline off the air either. */
function asFault(error: unknown): HolosError {
  if (error instanceof HolosError) return error;
  const message = `The company file or the prompts could not be read: ${error}`;
  return new HolosError('in-force.unreadable', message, {}, error);
}

async function asBefore(settings: Pick<Settings, 'company' | 'home'>, fault: HolosError): Promise<InForce> {
  const before = await keptOrElse(settings.home, fault);
  if (!before) throw fault;
  try {
    return { ...understand(before, settings), sources: before, fault: told(fault, before, settings.company) };
  } catch (error) {
    throw both(fault, `What was in force before cannot be used any more:\n${asFault(error).message}`);
  }
}

async function keptOrElse(home: string, fault: HolosError): Promise<Kept | undefined> {
  try {
    return await kept(home);
  } catch (error) {
    if (!(error instanceof HolosError)) throw error;
    throw both(fault, error.message);
  }
}

function both({ code, message, details }: HolosError, more: string): HolosError {
  return new HolosError(code, `${message}\n${more}`, details);
}

/** Whoever has named another company must not believe that it answers. */
function told(fault: HolosError, before: Kept, wanted: string): string {
  const since = before.since.toISOString().slice(0, 16).replace('T', ' ');
  const what =
    before.company === wanted
      ? 'What was in force before'
      : `HOLOS_COMPANY is now ${wanted}, and calls are still answered for ${before.company}: what was in force before`;
  return `${fault.message}\n${what} (since ${since} UTC) stays in force. Mend this, then ./holos reload.`;
}
