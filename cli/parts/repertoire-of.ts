import type { Settings } from '../../config/settings.ts';
import { createLog } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import type { RepertoireSources } from '../../test/town/repertoire.ts';

/** Everything that Holos with these settings may say, so that it can be recognised. */
export async function repertoireOf(settings: Settings): Promise<RepertoireSources> {
  const voice = await createVoice({ settings, log: createLog('silent') });
  const { file } = await voice.music();
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  return {
    voice,
    keys: voice.keys(),
    music: [file],
    guesses: { key: [0, ...upTo(9)], position: upTo(20) },
  };
}
