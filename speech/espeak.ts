import { createHash } from 'node:crypto';
import { type Language, languages } from '../config/company.ts';
import { within } from '../time-limit.ts';
import type { Engine } from './engine.ts';
import { ukrainianStress } from './pronunciation/stress.ts';
import { ukrainianPhonemes } from './pronunciation/ukrainian.ts';
import { run } from './run.ts';

/** In words a minute; slower than usual, for old people on the telephone. */
const voices: Record<Language, { voice: string; speed: number }> = {
  uk: { voice: 'uk', speed: 135 },
  ru: { voice: 'ru', speed: 135 },
  en: { voice: 'en-gb', speed: 145 },
};

/** Has a sound of each kind that is given as a phoneme. */
const PROBE = "d'EwjAt; dopom'oZe pRIjn;'AtI";

/**
 * The voice that is always there: Debian's espeak-ng, with Ukrainian spelt out for it in phonemes.
 * @param speedPercent of its usual speed
 */
export function espeak(speedPercent = 100): Engine {
  const stress = ukrainianStress();
  const options = (language: Language) => {
    const { voice, speed } = voices[language];
    return ['-v', voice, '-s', String(Math.round((speed * speedPercent) / 100))];
  };
  const all = JSON.stringify(languages.map(options));
  let knowsPhonemes: Promise<boolean> | undefined;
  return {
    id: `espeak-ng ${createHash('sha256').update(all).update(stress.text).digest('hex')}`,
    async speak(text, language, signal) {
      knowsPhonemes ??= probe().catch((error) => {
        knowsPhonemes = undefined;
        throw error;
      });
      const script = language === 'uk' && (await knowsPhonemes) ? ukrainianPhonemes(text, stress.list) : text;
      return run(['espeak-ng', ...options(language), '-b', '1', '-z', '--stdin', '--stdout'], script, signal);
    },
  };
}

/** Versions of espeak-ng name their phonemes differently; one that does not know ours would leave out words. */
async function probe(): Promise<boolean> {
  const said = await run(
    ['espeak-ng', '-v', 'uk', '-b', '1', '-x', '-q', '--stdin'],
    `[[${PROBE}]]`,
    within(5_000),
  );
  return said.toString('utf8').trim().toLowerCase() === PROBE.toLowerCase();
}
