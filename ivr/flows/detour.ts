import type { DetourTo } from '../../telephony/call/detour.ts';
import { type IvrFlow, queueFor } from '../services.ts';
import { chooseLanguage } from './choose-language.ts';
import { mainMenu } from './main-menu.ts';
import { operator } from './operator.ts';

/** Where the keys lead that are good everywhere: 0 to a person, # to the menu, 9 to the languages and back to where one was. */
export function detour(to: DetourTo, from: IvrFlow): IvrFlow {
  if (to === 'back') return mainMenu;
  if (to === 'language') return languageThen(from);
  return async function toPerson(call, services) {
    return operator(queueFor(call, services));
  };
}

/** What was answered before stays answered: only the language changes. */
export function languageThen(from: IvrFlow): IvrFlow {
  return async function changeLanguage(call, services) {
    const next = await chooseLanguage(call, services);
    return next === mainMenu ? from : next;
  };
}
