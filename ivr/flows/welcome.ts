import type { Flow } from '../../telephony/call/runner.ts';
import { hotlineOf, type IvrServices } from '../services.ts';
import { chooseLanguage } from './choose-language.ts';
import { mainMenu } from './main-menu.ts';

/** The first words of a call: whose number this is, and that the call is recorded, which everyone must have heard. */
export function welcome({ languageKnown }: { languageKnown: boolean }): Flow<IvrServices> {
  return async function welcome(call, services) {
    await call.say(hotlineOf(call, services).greeting);
    await call.sayWhole('notice.recorded');
    return languageKnown ? mainMenu : chooseLanguage;
  };
}
