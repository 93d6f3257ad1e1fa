import type { Call } from './call.ts';
import type { Utterance } from './call-parts.ts';
import { meaning } from './choose.ts';
import { Detour } from './detour.ts';

/** A question for digits as data. */
export interface Question {
  name: string;
  prompts: readonly Utterance[];
  /** The wording of the second try; the same as the first unless told. */
  again?: readonly Utterance[];
  /** More digits than this are no answer. */
  longest: number;
  /** All answers are as long as `longest`: the last digit ends the answer, nothing has to be waited for. */
  exact?: boolean;
  /** `*` between digits is the decimal comma; it stands as `.` in the answer. */
  comma?: boolean;
  /** The digits are not written to the log of events. */
  secret?: boolean;
  thinkMs?: number;
  /** How long one has in the second try; as in the first unless told. */
  thinkAgainMs?: number;
  interDigitMs?: number;
  /** Whether the digits are an answer at all. */
  fits?: (digits: string) => boolean;
  wrong?: readonly Utterance[];
  silence?: readonly Utterance[];
}

const usual = {
  again: undefined,
  exact: false,
  comma: false,
  secret: false,
  thinkMs: 8_000,
  interDigitMs: 4_000,
  fits: (digits: string) => digits.length > 0,
  wrong: ['digits.wrong', 'digits.wrong.again'],
  silence: ['digits.silence', 'digits.silence.again'],
};

/** After the longest answer, so long is waited for a key too many, or for the `#` that many press. */
const surplusMs = 700;

type Collected = { digits: string } | 'silence' | 'again' | Detour;

/**
 * Asks for digits; `#` or a pause ends them. `0` alone leads to a person, `#` alone back, `*` alone says it again.
 * As in a menu, the first failure gets a sentence and the question in other words, the second a sentence that offers a person.
 * @returns the digits, or null when all tries are used up.
 * @throws Detour
 */
export async function ask(call: Call, question: Question): Promise<string | null> {
  const asked = { ...usual, ...question };
  const thinkMs = [asked.thinkMs, question.thinkAgainMs ?? asked.thinkMs] as const;
  const wordings = [asked.prompts, asked.again ?? asked.prompts];
  const secretBefore = call.keysAreSecret;
  call.keysAreSecret ||= asked.secret;
  try {
    for (let tries = 0; ; ) {
      const prompts = wordings[tries] ?? [];
      call.asks({ name: asked.name, kind: 'digits', keys: '0123456789', wording: tries, prompts });
      await call.say(...prompts);
      const came = await collect(call, { ...asked, thinkMs: thinkMs[tries === 0 ? 0 : 1] });
      if (came !== 'silence') call.keys.answered();
      if (came === 'again') {
        tries = Math.min(tries, 1);
        continue;
      }
      if (came instanceof Detour) throw came;
      if (came !== 'silence' && came.digits.length <= asked.longest && asked.fits(came.digits))
        return came.digits;
      noteFailure(call, asked, came);
      const answer = (came === 'silence' ? asked.silence : asked.wrong)[tries];
      if (answer === undefined) return null;
      tries++;
      call.keys.clear();
      await call.say(answer);
    }
  } finally {
    call.keysAreSecret = secretBefore;
  }
}

type Asked = Required<Pick<Question, 'name' | 'longest' | 'exact' | 'comma' | 'secret'>> &
  Record<'thinkMs' | 'interDigitMs', number>;

function noteFailure(call: Call, asked: Asked, came: 'silence' | { digits: string }): void {
  if (came === 'silence') call.step({ kind: 'silence', menu: asked.name });
  else call.step({ kind: 'key-wrong', key: asked.secret ? '•' : came.digits, menu: asked.name });
}

async function collect(call: Call, asked: Asked): Promise<Collected> {
  let key = await call.keys.next(asked.thinkMs, call.signal);
  if (key === null) return 'silence';
  if (key === '*' || key === '#') return meaning(call, key) ?? { digits: '' };
  let digits = '';
  while (key !== null && key !== '#') {
    if (key === '*' && !asked.comma) return 'again';
    digits += key === '*' ? '.' : key;
    if (asked.exact && digits.length === asked.longest) break;
    // A key too many is no answer to the next question: those of one burst belong together.
    if (digits.length > longestBurst) break;
    key = await call.keys.next(digits.length < asked.longest ? asked.interDigitMs : surplusMs, call.signal);
  }
  const alone = digits === '0' ? meaning(call, '0') : undefined;
  return alone instanceof Detour ? alone : { digits };
}

/** Someone leans on the telephone: what comes is not collected for ever. */
const longestBurst = 60;
