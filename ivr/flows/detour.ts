import type { Call } from '../../telephony/call/call.ts';
import type { DetourTo } from '../../telephony/call/detour.ts';
import { given } from '../../telephony/call/runner.ts';
import { type IvrFlow, type IvrServices, queueFor } from '../services.ts';
import { chooseLanguage } from './choose-language.ts';
import { handInUnsent, leaveRequest } from './leave-request.ts';
import { mainMenu } from './main-menu.ts';
import { nobodyThere, operator } from './operator.ts';
import { leftWaiting } from './waited-in-vain.ts';

/** Where the keys lead that are good everywhere: 0 to a person, # to the menu, 9 to the languages and back to where one was. */
export function detour(to: DetourTo, from: IvrFlow): IvrFlow {
  if (to === 'back') return mainMenu;
  // Who presses 9 while he is asked for the language is asked again, and goes back to where he was before.
  if (to === 'language') return isLanguage(from) ? from : languageThen(from);
  return toPerson;
}

export async function toPerson(call: Call, services: IvrServices): Promise<IvrFlow> {
  return operator(queueFor(call, services));
}

/** Whether he is asked for the language already: by that key, or by the menu. */
function isLanguage({ name }: IvrFlow): boolean {
  return name === 'changeLanguage' || name === chooseLanguage.name;
}

/** Whether he is on his way to a person already, with the place in the line and the emergency that he has there. */
function isOnTheWayToPerson({ name }: IvrFlow): boolean {
  return name === operator.name || name === nobodyThere.name;
}

/** What was answered before stays answered: only the language changes. 0 leads to a person: back into the line, for one who stands in it. */
export function languageThen(from: IvrFlow): IvrFlow {
  const next = { flow: from.name, given: from.given };
  return given({ next }, async function changeLanguage(call, services) {
    // Who leaves from here does not come back to the review of his message.
    const leaves = () => (from.name === leaveRequest.name ? handInUnsent(call, services) : undefined);
    try {
      const chosen = await chooseLanguage(call, services);
      if (chosen === mainMenu || isOnTheWayToPerson(from)) return from;
      await leaves();
      return chosen;
    } catch (error) {
      if (call.signal.aborted) await leaves();
      if (isOnTheWayToPerson(from)) leftWaiting(call, services, from);
      throw error;
    }
  });
}
