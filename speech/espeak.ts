import { createHash } from 'node:crypto';
import type { Language } from '../config/company.ts';
import type { Engine } from './engine.ts';
import { ukrainianStress } from './pronunciation/stress.ts';
import { ukrainianPhonemes } from './pronunciation/ukrainian.ts';
import { run } from './run.ts';

/** Slower than usual, for old people on the telephone. */
const voices: Record<Language, readonly string[]> = {
  uk: ['-v', 'uk', '-s', '135'],
  ru: ['-v', 'ru', '-s', '135'],
  en: ['-v', 'en-gb', '-s', '145'],
};

/** Has a sound of each kind that is given as a phoneme. */
const PROBE = "d'EwjAt; dopom'oZe pRIjn;'AtI";

/** The voice that is always there: Debian's espeak-ng, with Ukrainian spelt out for it in phonemes. */
export const espeak: Engine = espeakEngine();

function espeakEngine(): Engine {
  const stress = ukrainianStress();
  let knowsPhonemes: Promise<boolean> | undefined;
  return {
    id: `espeak-ng ${createHash('sha256').update(JSON.stringify(voices)).update(stress.text).digest('hex')}`,
    async speak(text, language, signal) {
      knowsPhonemes ??= probe().catch((error) => {
        knowsPhonemes = undefined;
        throw error;
      });
      const script = language === 'uk' && (await knowsPhonemes) ? ukrainianPhonemes(text, stress.list) : text;
      return run(['espeak-ng', ...voices[language], '-b', '1', '-z', '--stdin', '--stdout'], script, signal);
    },
  };
}

/** Versions of espeak-ng name their phonemes differently; one that does not know ours would leave out words. */
async function probe(): Promise<boolean> {
  const said = await run(
    ['espeak-ng', '-v', 'uk', '-b', '1', '-x', '-q', '--stdin'],
    `[[${PROBE}]]`,
    AbortSignal.timeout(5_000),
  );
  return said.toString('utf8').trim().toLowerCase() === PROBE.toLowerCase();
}
