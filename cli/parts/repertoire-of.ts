import { type Language, spokenLanguages } from '../../config/company.ts';
import type { Settings } from '../../config/settings.ts';
import { shortOf } from '../../ivr/flows/main-menu.ts';
import { inForce } from '../../ivr/in-force/in-force.ts';
import { createLog } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import type { RepertoireSources } from '../../test/town/repertoire.ts';

/** The key with which a called resident refuses further calls. */
const refuseKey = 9;
/** The keys of questions in flows that are not 1. One key a prompt: each more would have to be told apart by its last word. */
const keysOfFlows: Readonly<Record<string, number>> = {
  'certificate.where.email': 2,
  'certificate.where.other': 2,
  'closed.callback': 2,
  'closed.message': 3,
  'debt.ask.again': 2,
  'readings.account.other': 2,
  'survey.refuse': refuseKey,
};

/** Everything that Holos with these settings may say, so that it can be recognised. */
export async function repertoireOf(settings: Settings): Promise<RepertoireSources> {
  const { company, texts } = await inForce(settings);
  const { timezone, name, hotlines } = company;
  const spoken = spokenLanguages(company);
  const voice = await createVoice({ settings, log: createLog('silent'), timezone, spoken, texts });
  const { file } = await voice.music();
  const items = hotlines.flatMap((hotline) => hotline.menu);
  /** Only keys that are really named: a prompt is told from its like only by its last word. */
  const keysNamed = (prompt: string, language: Language) => {
    if (prompt === 'language.choose') return placesOf(language);
    const named = items
      .filter((item) => item.prompt === prompt || shortOf(item.prompt) === prompt)
      .map((item) => item.key);
    if (named.length > 0) return [...new Set(named)];
    return [keysOfFlows[prompt.replace(/\.short$/, '')] ?? 1];
  };
  const placesOf = (language: Language) => [
    ...new Set(hotlines.map((hotline) => hotline.languages.indexOf(language) + 1)),
  ];
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return {
    voice,
    keys: voice.keys(),
    music: [file],
    kept: settings.cache,
    guesses: {
      key: keysNamed,
      position: upTo(20),
      number: [...new Set(hotlines.map((hotline) => hotline.emergencyNumber))],
      company: (_prompt, language) => [name[language] ?? ''],
    },
  };
}
