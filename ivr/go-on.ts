import type { Call } from '../telephony/call/call.ts';
import { afterLanguage, flowAgain, type LoggedFlow } from './flows/again.ts';
import { handInUnsent, leaveRequest } from './flows/leave-request.ts';
import { mainMenu } from './flows/main-menu.ts';
import type { IvrFlow, IvrServices } from './services.ts';

/** Says that there was an interruption, and goes on in the flow that the call was in. */
export function goOn(was: LoggedFlow | null): IvrFlow {
  return async function goOn(call, services) {
    try {
      // While a telephone was ringing there was music.
      await call.music(false);
      await call.sayWhole('interrupted');
    } catch (error) {
      if (call.signal.aborted) await handInLeft(was, call, services);
      throw error;
    }
    return was ? flowAgain(was) : mainMenu;
  };
}

/** Who went from the review of his message while nobody led him, or before he was back there, has sent it. */
export async function handInLeft(was: LoggedFlow | null, call: Call, services: IvrServices): Promise<void> {
  const flow = was && (afterLanguage(was) ?? was);
  if (flow?.flow === leaveRequest.name) await handInUnsent(call, services);
}
