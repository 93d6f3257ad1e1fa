import type { Language } from '../../config/company.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { hotlineOf, type IvrFlow, type IvrServices, personQueue } from '../services.ts';
import { mainMenu } from './main-menu.ts';
import { operator } from './operator.ts';

/**
 * Asks for the language, each language in its own words, and remembers it for the number. Silence keeps the
 * language that the call has, and so does #: where this was asked from, the caller goes on. 0 leads to a person from here, too.
 */
export async function chooseLanguage(call: Call, services: IvrServices): Promise<IvrFlow> {
  const hotline = hotlineOf(call, services);
  const { languages } = hotline;
  if (languages.length === 1) return mainMenu;
  const keys = languages.map((_, index) => String(index + 1));
  const prompts = languages.map(
    (language, index): Utterance => ['language.choose', { key: index + 1 }, language],
  );
  const key = await call.choose({ name: 'language', prompts, keys: `${keys.join('')}0#`, silence: [] });
  if (key === '0') return operator(personQueue(hotline));
  const chosen = key === null ? undefined : languages[Number(key) - 1];
  if (!chosen) {
    call.step({ kind: 'language', language: call.language, how: 'default' });
    return mainMenu;
  }
  call.language = chosen;
  call.step({ kind: 'language', language: chosen, how: 'chosen' });
  if (call.number) remember(call.number, chosen, call, services);
  await call.say('language.any-time');
  return mainMenu;
}

/** Behind the caller's back: where it fails he is asked once more when he calls again. */
function remember(number: string, language: Language, call: Call, { languages, log }: IvrServices): void {
  languages
    .remember(number, language)
    .catch((error: unknown) => log.error({ err: error, callId: call.id }, 'a language was not remembered'));
}
