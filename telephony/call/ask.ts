import type { Call, Utterance } from './call.ts';

/** A question for digits as data. */
export interface Question {
  name: string;
  prompts: readonly Utterance[];
  longest: number;
  /** Ends the answer early; it is not part of it. */
  terminator?: string;
  thinkMs?: number;
  interDigitMs?: number;
  /** Whether the digits are an answer at all. */
  fits?: (digits: string) => boolean;
  wrong?: readonly Utterance[];
  silence?: readonly Utterance[];
}

const usual = {
  terminator: '#',
  thinkMs: 8_000,
  interDigitMs: 4_000,
  fits: (digits: string) => digits.length > 0,
  wrong: ['key.wrong', 'key.wrong.again'],
  silence: ['silence.first', 'silence.second'],
};

/**
 * Asks and collects digits until the terminator, the longest length, or a pause.
 * @returns the digits, or null when all tries are used up.
 */
export async function ask(call: Call, question: Question): Promise<string | null> {
  const asked = { ...usual, ...question };
  for (let tries = 0; ; tries++) {
    await call.say(...asked.prompts);
    const digits = await collect(call, asked);
    if (digits !== null && asked.fits(digits)) return digits;
    if (digits === null) call.step({ kind: 'silence', menu: asked.name });
    else call.step({ kind: 'key-wrong', key: digits, menu: asked.name });
    const answer = (digits === null ? asked.silence : asked.wrong)[tries];
    if (answer === undefined) return null;
    call.keys.clear();
    await call.say(answer);
  }
}

async function collect(
  call: Call,
  asked: Required<Pick<Question, 'longest' | 'terminator' | 'thinkMs' | 'interDigitMs'>>,
): Promise<string | null> {
  let digits = '';
  let key = await call.keys.next(asked.thinkMs, call.signal);
  if (key === null) return null;
  while (key !== null && key !== asked.terminator) {
    digits += key;
    if (digits.length >= asked.longest) break;
    key = await call.keys.next(asked.interDigitMs, call.signal);
  }
  return digits;
}
