import { hotlineOf, type IvrFlow } from '../services.ts';
import { type Known, lookUpCaller } from '../who-calls.ts';
import { welcome } from './welcome.ts';

/** From the ringing to the answer: who may it be, and the room around the caller, at the same time. */
export function arrive(lookUp: () => Promise<Known>, failed: (error: unknown) => void): IvrFlow {
  return async function arrive(call, services) {
    const [known] = await Promise.all([lookUpCaller(call, lookUp, failed), call.openRoom()]);
    // It may have been chosen on another hotline, or before this one was changed.
    const language = hotlineOf(call, services).languages.find((one) => one === known?.language);
    if (language) {
      call.language = language;
      call.step({ kind: 'language', language, how: 'remembered' });
    }
    return welcome({ languageKnown: language !== undefined });
  };
}
