import { type Company, type Language, spokenLanguages } from '../../config/company.ts';
import type { Settings } from '../../config/settings.ts';
import { inForce } from '../../ivr/in-force/in-force.ts';
import { choices, sentencesOf } from '../../ivr/made-ahead.ts';
import { createLog } from '../../log.ts';
import { SoundCache } from '../../speech/cache.ts';
import { createVoice, speechFolder } from '../../speech/voice-maker.ts';
import type { RepertoireSources } from '../../test/town/repertoire.ts';

/** The key with which a called resident refuses further calls. */
const refuseKey = 9;
/** The keys that are not 1, of questions whose sentences are not made ahead. */
const otherKeys: Readonly<Record<string, number>> = {
  'closed.callback': 2,
  'closed.message': 3,
  'readings.account.other': 2,
  'survey.refuse': refuseKey,
};

/** Only keys that are really named: a prompt is told from its like only by its last word, and each more would have to be. */
export function keysNamed(prompt: string, company: Company): (number | string)[] {
  const ahead = sentencesOf(company).flatMap((one) =>
    one.prompt === prompt && one.parameters.key !== undefined ? [String(one.parameters.key)] : [],
  );
  return ahead.length > 0 ? [...new Set(ahead)] : [otherKeys[prompt.replace(/\.short$/, '')] ?? 1];
}

/** By their folder: who asks for the same sentences again need not read a thousand files again. */
const known = new Map<string, SoundCache>();

function soundsIn({ cache }: Settings): SoundCache {
  const folder = speechFolder(cache);
  const sounds = known.get(folder) ?? new SoundCache(folder, createLog('silent'));
  known.set(folder, sounds);
  return sounds;
}

/**
 * Everything that Holos with these settings may say, so that it can be recognised. The company's own choices (what a request is about,
 * which certificate) are a hundred sentences more for an ear to look for: only where `allChoices` are wanted.
 */
export async function repertoireOf(
  settings: Settings,
  { allChoices = false } = {},
): Promise<RepertoireSources> {
  const { company, texts } = await inForce(settings);
  const { timezone, name, hotlines } = company;
  const spoken = spokenLanguages(company);
  const voice = await createVoice({
    settings,
    log: createLog('silent'),
    timezone,
    spoken,
    texts,
    sounds: soundsIn(settings),
  });
  const { file } = await voice.music();
  const placesOf = (language: Language) => [
    ...new Set(hotlines.map((hotline) => hotline.languages.indexOf(language) + 1)),
  ];
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return {
    voice,
    keys: voice.keys(),
    music: [file],
    others: allChoices ? choices(company) : [],
    guesses: {
      key: (prompt, language) =>
        prompt === 'language.choose' ? placesOf(language) : keysNamed(prompt, company),
      position: upTo(20),
      number: [...new Set(hotlines.map((hotline) => hotline.emergencyNumber))],
      company: (_prompt, language) => [name[language] ?? ''],
    },
  };
}
