import type { Language } from '../../config/company.ts';
import type { IdentifiedAs } from '../../events.ts';
import { inTime } from '../in-time.ts';
import type { IvrFlow } from '../services.ts';
import { welcome } from './welcome.ts';

/** What the number gives away to us: who it may be, and the language its owner chose once. */
export interface Known {
  as: IdentifiedAs;
  residentIds: number[];
  language: Language | null;
}

const nobody: Known = { as: 'none', residentIds: [], language: null };

/**
 * From the ringing to the answer: who may it be, and the room around the caller, at the same time.
 * Never fails because nobody could be looked up: an unknown caller is served all the same.
 */
export function arrive(lookUp: () => Promise<Known>, failed: (error: unknown) => void): IvrFlow {
  return async function arrive(call) {
    const [known] = await Promise.all([inTime(lookUp, nobody, failed), call.openRoom()]);
    call.residentIds = known.residentIds;
    call.step({ kind: 'identified', as: known.as, residentIds: known.residentIds });
    if (known.language) {
      call.language = known.language;
      call.step({ kind: 'language', language: known.language, how: 'remembered' });
    }
    return welcome({ languageKnown: known.language !== null });
  };
}
