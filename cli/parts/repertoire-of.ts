import { languages } from '../../config/company.ts';
import { loadCompany } from '../../config/load-company.ts';
import type { Settings } from '../../config/settings.ts';
import { createLog } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import type { RepertoireSources } from '../../test/town/repertoire.ts';

/** The key with which a called resident refuses further calls. */
const refuseKey = 9;

/** Everything that Holos with these settings may say, so that it can be recognised. */
export async function repertoireOf(settings: Settings): Promise<RepertoireSources> {
  const { timezone, name, hotlines } = await loadCompany(settings);
  const voice = await createVoice({ settings, log: createLog('silent'), timezone });
  const { file } = await voice.music();
  const menuKeys = hotlines.flatMap((hotline) => hotline.menu.map((item) => Number(item.key)));
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return {
    voice,
    keys: voice.keys(),
    music: [file],
    guesses: {
      key: [...new Set([...menuKeys, ...upTo(languages.length), refuseKey])],
      position: upTo(20),
      number: [...new Set(hotlines.map((hotline) => hotline.emergencyNumber))],
      company: languages.flatMap((language) => name[language] ?? []),
    },
  };
}
