import type { Language } from '../../config/company.ts';
import type { IdentifiedAs } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { inTime } from '../in-time.ts';
import { hotlineOf, type IvrFlow } from '../services.ts';
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
 * Never fails because nobody could be looked up: an unknown caller is served all the same, and known as soon as it has come out.
 */
export function arrive(lookUp: () => Promise<Known>, failed: (error: unknown) => void): IvrFlow {
  return async function arrive(call, services) {
    const looking = lookUp();
    const [known] = await Promise.all([inTime(() => looking, null, failed), call.openRoom()]);
    isKnown(call, known ?? nobody);
    // Why it failed has been told.
    if (!known) looking.then((late) => !call.signal.aborted && isKnown(call, late)).catch(() => undefined);
    // It may have been chosen on another hotline, or before this one was changed.
    const language = hotlineOf(call, services).languages.find((one) => one === known?.language);
    if (language) {
      call.language = language;
      call.step({ kind: 'language', language, how: 'remembered' });
    }
    return welcome({ languageKnown: language !== undefined });
  };
}

function isKnown(call: Call, { as, residentIds }: Known): void {
  call.residentIds = residentIds;
  call.step({ kind: 'identified', as, residentIds });
}
