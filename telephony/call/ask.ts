import type { Call } from './call.ts';
import type { Utterance } from './call-parts.ts';
import { meaning } from './choose.ts';
import { Detour } from './detour.ts';
import { Tries, type Worded, wordingAgain, wordingsOf } from './tries.ts';

/** A question for digits as data. */
export interface Question<Answer = string> extends Worded {
  name: string;
  /** More digits than this are no answer. */
  longest: number;
  /** `*` between digits is the decimal comma; it stands as `.` in the answer. */
  comma?: boolean;
  /** The digits are not written to the log of events. */
  secret?: boolean;
  thinkMs?: number;
  /** How long one has after a failure; as in the first try unless told. */
  thinkAgainMs?: number;
  interDigitMs?: number;
  /** What the digits mean, at once or after looking; null when they are no answer. Any digits are one unless told. */
  answer: (digits: string) => Answer | null | Promise<Answer | null>;
  wrong?: readonly Utterance[];
  silence?: readonly Utterance[];
  /** Counts together with other questions; of its own unless told. */
  tries?: Tries;
}

/** Whatever was entered is the answer. */
export const anyDigits = (digits: string): string | null => digits || null;

const usual = {
  comma: false,
  secret: false,
  thinkMs: 8_000,
  interDigitMs: 4_000,
  wrong: ['digits.wrong', 'digits.wrong.again'],
  silence: ['digits.silence', 'digits.silence.again'],
};

/** After the longest answer, so long is waited for a key too many. The `#` that many press may come later; nobody waits for it. */
const surplusMs = 700;

/** `ended`: by `#`. */
interface Digits {
  digits: string;
  ended: boolean;
}

type Collected = Digits | 'silence' | 'again' | Detour;

/** Who waits for the end of the pause hears the machine begin, and then presses the `#` that he was told to press. */
const lateEndMs = 2_500;

/**
 * So long after the last digit a `#` belongs to digits that were taken without it: because they were long enough, and whoever is used to
 * `#` presses it all the same, or because of the pause.
 */
function endMsOf(
  came: Collected,
  { longest, interDigitMs }: Pick<Collecting, 'longest' | 'interDigitMs'>,
): number {
  if (typeof came !== 'object' || !('digits' in came) || came.ended) return 0;
  return came.digits.length >= longest ? interDigitMs : interDigitMs + lateEndMs;
}

/**
 * Asks for digits; `#` or a pause ends them. `0` alone leads to a person, `#` alone back, `*` alone says it again.
 * As in a menu, the first failure gets a sentence and the question in other words, the second a sentence that offers a person.
 * @returns what the digits mean, or null when all tries are used up.
 * @throws Detour
 */
export async function ask<Answer>(call: Call, question: Question<Answer>): Promise<Answer | null> {
  const asked = { ...usual, tries: new Tries(), ...question };
  const secretBefore = call.keysAreSecret;
  call.keysAreSecret ||= asked.secret;
  try {
    return await askInTries(call, asked);
  } finally {
    call.keysAreSecret = secretBefore;
  }
}

type Asked<Answer> = Question<Answer> & Required<Omit<Question<Answer>, keyof Worded | 'thinkAgainMs'>>;

async function askInTries<Answer>(call: Call, asked: Asked<Answer>): Promise<Answer | null> {
  const { name, tries, thinkMs, thinkAgainMs = thinkMs } = asked;
  const wordings = wordingsOf(asked);
  for (let wording = tries.failed; ; ) {
    const prompts = wordings[wording] ?? [];
    call.asks({ name, kind: 'digits', keys: '0123456789', wording, prompts });
    await call.say(...prompts);
    const came = await collect(call, { ...asked, thinkMs: wording === 0 ? thinkMs : thinkAgainMs });
    if (came !== 'silence') call.keys.answered(endMsOf(came, asked));
    if (came === 'again') {
      wording = wordingAgain(wordings, tries.failed);
      continue;
    }
    if (came instanceof Detour) throw came;
    if (came !== 'silence' && came.digits === '0') leave(call);
    if (came !== 'silence' && came.digits.length <= asked.longest) {
      const answer = await asked.answer(came.digits);
      if (answer !== null) return answer;
    }
    noteFailure(call, asked, came);
    const sentence = (came === 'silence' ? asked.silence : asked.wrong)[tries.failed];
    if (sentence === undefined) return null;
    tries.fail();
    wording = tries.failed;
    call.keys.clear();
    await call.say(sentence);
  }
}

/** `0` alone: its `#` belongs to it, as to any digits. @throws Detour where such keys lead somewhere */
function leave(call: Call): void {
  const meant = meaning(call, '0');
  if (meant instanceof Detour) throw meant;
}

type Collecting = Required<Pick<Question, 'name' | 'longest' | 'comma' | 'secret'>> &
  Record<'thinkMs' | 'interDigitMs', number>;

function noteFailure(
  call: Call,
  asked: Pick<Collecting, 'name' | 'secret'>,
  came: 'silence' | { digits: string },
): void {
  if (came === 'silence') call.step({ kind: 'silence', menu: asked.name });
  else call.step({ kind: 'key-wrong', key: asked.secret ? '•' : came.digits, menu: asked.name });
}

async function collect(call: Call, asked: Collecting): Promise<Collected> {
  let key = await call.keys.next(asked.thinkMs, call.signal);
  if (key === null) return 'silence';
  if (key === '*' || key === '#') return meaning(call, key) ?? { digits: '', ended: true };
  let digits = call.keys.beginning();
  while (key !== null && key !== '#') {
    if (key === '*' && !asked.comma) return 'again';
    digits += key === '*' ? '.' : key;
    // A key too many is no answer to the next question: those of one burst belong together.
    if (digits.length > longestBurst) break;
    key = await call.keys.next(digits.length < asked.longest ? asked.interDigitMs : surplusMs, call.signal);
  }
  return { digits, ended: key === '#' };
}

/** Someone leans on the telephone: what comes is not collected for ever. */
const longestBurst = 60;
