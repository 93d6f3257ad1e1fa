import type { Language } from '../../config/company.ts';
import { HolosError } from '../../errors.ts';
import type { IdentifiedAs } from '../../events.ts';
import type { IvrFlow } from '../services.ts';
import { welcome } from './welcome.ts';

/** What the number gives away to us: who it may be, and the language its owner chose once. */
export interface Known {
  as: IdentifiedAs;
  residentIds: number[];
  language: Language | null;
}

/** A caller is not kept ringing for a slow database: after this the call goes on with what is known. */
const lookUpMs = 800;

/**
 * From the ringing to the answer: who may it be, and the room around the caller, at the same time.
 * Never fails because nobody could be looked up: an unknown caller is served all the same.
 */
export function arrive(lookUp: () => Promise<Known>, failed: (error: unknown) => void): IvrFlow {
  return async function arrive(call) {
    const [known] = await Promise.all([withLimit(lookUp, failed), call.openRoom()]);
    call.residentIds = known.residentIds;
    call.step({ kind: 'identified', as: known.as, residentIds: known.residentIds });
    if (known.language) {
      call.language = known.language;
      call.step({ kind: 'language', language: known.language, how: 'remembered' });
    }
    return welcome({ languageKnown: known.language !== null });
  };
}

async function withLimit(lookUp: () => Promise<Known>, failed: (error: unknown) => void): Promise<Known> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const slow = new HolosError('ivr.look-up-slow', `the database did not answer within ${lookUpMs} ms`);
    timer = setTimeout(() => reject(slow), lookUpMs);
  });
  try {
    return await Promise.race([lookUp(), late]);
  } catch (error) {
    failed(error);
    return { as: 'none', residentIds: [], language: null };
  } finally {
    clearTimeout(timer);
  }
}
