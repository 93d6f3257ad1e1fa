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

/** So many letters may be spoken at 250% of the usual speed, and as many more as the speed is above it: more than a second is left of each. */
const lettersAt250Percent = 36;

/**
 * The voice that is always there: Debian's espeak-ng, with Ukrainian spelt out for it in phonemes.
 * @param speedPercent of its usual speed; above 250 only long sentences are spoken faster, lest short ones be over before anybody has noticed
 */
export function espeak(speedPercent = 100): Engine {
  const stress = ukrainianStress();
  const options = (language: Language, percent: number) => {
    const { voice, speed } = voices[language];
    return ['-v', voice, '-s', String(Math.round((speed * percent) / 100))];
  };
  const percentFor = ({ length: letters }: string) =>
    Math.min(speedPercent, 250 * Math.max(1, letters / lettersAt250Percent));
  const all = JSON.stringify(languages.map((language) => options(language, speedPercent)));
  let knowsPhonemes: Promise<boolean> | undefined;
  return {
    id: `espeak-ng ${createHash('sha256').update(all).update(stress.text).digest('hex')}`,
    async speak(text, language, signal) {
      knowsPhonemes ??= probe().catch((error) => {
        knowsPhonemes = undefined;
        throw error;
      });
      const script = language === 'uk' && (await knowsPhonemes) ? ukrainianPhonemes(text, stress.list) : text;
      return run(
        ['espeak-ng', ...options(language, percentFor(text)), '-b', '1', '-z', '--stdin', '--stdout'],
        script,
        signal,
      );
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
