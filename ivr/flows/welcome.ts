import { type Flow, given } from '../../telephony/call/runner.ts';
import { hotlineOf, type IvrServices } from '../services.ts';
import { announcements } from './announcements.ts';
import { languageThen } from './detour.ts';

/** The answer, and the first words of a call: whose number this is, and that the call is recorded, which everyone must have heard. */
export function welcome({ languageKnown }: { languageKnown: boolean }): Flow<IvrServices> {
  return given({ languageKnown }, async function welcome(call, services) {
    const { greeting } = hotlineOf(call, services);
    if (call.answered) await call.say(greeting);
    else await call.answerSaying(greeting);
    await call.sayWhole('notice.recorded');
    return languageKnown ? announcements : languageThen(announcements);
  });
}
