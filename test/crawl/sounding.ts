import { cutOffs } from '../../speech/sound/cut-off.ts';
import { loudness, silentLoudness } from '../town/sound/alike.ts';
import { Finder } from '../town/sound/correlate.ts';
import { follow, type Phrase, same } from '../town/sound/phrase.ts';
import { rate } from '../town/sound/wav.ts';

/** The loudest sample of a file, and of what comes out of a telephone: µ-law's, a little less than A-law's. */
const loudest = { inFile: 32_767, overTheLine: 32_124 };
/** A crack or two are no fault of the whole. */
const cutsAllowed = 3;

/** What is wrong with a prompt's file, whoever hears it; null when nothing is. */
export function faultOfFile(samples: Int16Array): string | null {
  if (!hasVoice(samples, 0)) return 'its file is silent';
  const cuts = cutOffs(samples, loudest.inFile);
  return cuts > cutsAllowed ? `its file is too loud: ${cuts} peaks are cut off` : null;
}

/** Where a call ends with a short sentence, some ms of its last packet may be missing: it is sought as if silence came there. */
const silenceBehind = rate / 10;

/** Null when all of it was heard, as loud as it should be; else what is wrong with it. @param heard what was heard, from `from` on */
export function howItSounded(heard: Int16Array, from: number, phrase: Phrase): string | null {
  if (!hasVoice(heard, from)) return 'nothing was heard';
  const x = new Int16Array(heard.length + silenceBehind);
  x.set(heard);
  const finder = new Finder([phrase.begin]);
  const finds = finder.find(x, from, x.length - finder.length + 1, same - 0.1);
  const followed = finds.map(({ at }) => follow(x, at - phrase.beginAt, phrase));
  const best = followed.sort((a, b) => b.heard - a.heard)[0];
  if (!best) return 'what was heard is not like its file';
  if (best.state !== 'whole') {
    const ms = (samples: number) => Math.round((samples * 1000) / rate);
    return `${ms(best.heard)} ms of ${ms(phrase.samples.length)} were heard`;
  }
  const cuts = cutOffs(x.subarray(Math.max(0, best.at), best.until), loudest.overTheLine);
  return cuts > cutsAllowed ? `it was heard too loud: ${cuts} peaks are cut off` : null;
}

function hasVoice(x: Int16Array, from: number): boolean {
  const piece = rate / 10;
  for (let at = from; at + piece <= x.length; at += piece)
    if (loudness(x, at, piece) > 4 * silentLoudness) return true;
  return false;
}
