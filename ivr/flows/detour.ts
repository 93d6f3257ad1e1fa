import type { Call } from '../../telephony/call/call.ts';
import type { DetourTo } from '../../telephony/call/detour.ts';
import { given } from '../../telephony/call/runner.ts';
import { type IvrFlow, type IvrServices, queueFor } from '../services.ts';
import { chooseLanguage } from './choose-language.ts';
import { mainMenu } from './main-menu.ts';
import { operator } from './operator.ts';

/** Where the keys lead that are good everywhere: 0 to a person, # to the menu, 9 to the languages and back to where one was. */
export function detour(to: DetourTo, from: IvrFlow): IvrFlow {
  if (to === 'back') return mainMenu;
  if (to === 'language') return languageThen(from);
  return toPerson;
}

export async function toPerson(call: Call, services: IvrServices): Promise<IvrFlow> {
  return operator(queueFor(call, services));
}

/** What was answered before stays answered: only the language changes. */
export function languageThen(from: IvrFlow): IvrFlow {
  const next = { flow: from.name, given: from.given };
  return given({ next }, async function changeLanguage(call, services) {
    const chosen = await chooseLanguage(call, services);
    return chosen === mainMenu ? from : chosen;
  });
}
