import type { Call } from '../telephony/call/call.ts';
import { afterLanguage, flowAgain, type LoggedFlow } from './flows/again.ts';
import { comesTo } from './flows/comes-to.ts';
import { dutyTelephone } from './flows/duty-telephone.ts';
import { handInUnsent, leaveRequest } from './flows/leave-request.ts';
import { mainMenu } from './flows/main-menu.ts';
import { nobodyThere, operator } from './flows/operator.ts';
import { outsideTelephone } from './flows/outside-telephone.ts';
import type { IvrFlow, IvrServices } from './services.ts';

/** Says that there was an interruption, and goes on in the flow that the call was in. `isPromised`: he is to be called back already. */
export function goOn(was: LoggedFlow | null, { isPromised }: { isPromised: boolean }): IvrFlow {
  return async function goOn(call, services) {
    const waitsInVain = !isPromised && isWithoutAPerson(was);
    if (waitsInVain) comesTo(call, 'abandoned');
    try {
      // While a telephone was ringing there was music.
      await call.music(false);
      await call.sayWhole('interrupted');
    } catch (error) {
      if (call.signal.aborted) await handInLeft(was, call, services);
      const { id: callId, number, hotline, signal } = call;
      if (waitsInVain && signal.aborted && number !== null)
        services.callbacks.gaveUp({ callId, number, hotline });
      throw error;
    }
    return was ? flowAgain(was) : mainMenu;
  };
}

/** Who went from the review of his message while nobody led him, or before he was back there, has sent it. */
export async function handInLeft(was: LoggedFlow | null, call: Call, services: IvrServices): Promise<void> {
  if (beyondLanguage(was)?.flow === leaveRequest.name) await handInUnsent(call, services);
}

/**
 * He wants a person, and is on his way to none: he was told that nobody is there and has not said what he wants then, a telephone outside
 * or that of the person on duty rings for him, or he has left his place in the line for the question of the language.
 */
export function isWithoutAPerson(was: LoggedFlow | null): boolean {
  if (was && afterLanguage(was)?.flow === operator.name) return true;
  const flow = beyondLanguage(was)?.flow;
  return flow === nobodyThere.name || isOutside(was);
}

/** For him a telephone outside rings, or that of the person on duty; where it was picked up, he talks there. */
export function isOutside(was: LoggedFlow | null): boolean {
  return was?.flow === outsideTelephone.name || was?.flow === dutyTelephone.name;
}

/** The flow that the question of the language leads back to, where he is asked it. */
function beyondLanguage(was: LoggedFlow | null): LoggedFlow | null {
  return was && (afterLanguage(was) ?? was);
}
