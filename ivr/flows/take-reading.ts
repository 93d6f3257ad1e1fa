import { type DialFault, withoutZeros } from '../../housing/meters/dial.ts';
import type { KnownMeter } from '../../housing/meters/known-meter.ts';
import type { Meters } from '../../housing/meters/meters.ts';
import type { Doubt } from '../../housing/meters/plausibility.ts';
import { anyDigits, type Question } from '../../telephony/call/ask.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import type { Menu } from '../../telephony/call/choose.ts';
import { Tries } from '../../telephony/call/tries.ts';

/** What a caller has confirmed of one meter. */
export interface Confirmed {
  entry: string;
  value: string;
  doubts: readonly Doubt[];
}

/**
 * One meter: which it is, its digits, read back, confirmed. What is doubtful is said, never by how much: who calls is not
 * verified, and the values before are nobody else's business. Digits that cannot be, silence, and corrections count together.
 * @returns null when the caller has found no answer in all tries; `closed`, `out-of-service`: midnight has passed, it is taken no more
 */
export async function askReading(
  call: Call,
  meters: Pick<Meters, 'judge' | 'newEntry'>,
  meter: KnownMeter,
): Promise<Confirmed | 'skipped' | 'closed' | 'out-of-service' | null> {
  const tries = new Tries();
  for (;;) {
    const typed = await call.ask({ ...digitsOf(meter), tries });
    if (typed === null) {
      if (!tries.fail()) return null;
      const key = await skipOrEnter(call);
      if (key !== '2') return key === '1' ? 'skipped' : null;
      continue;
    }
    const judged = meters.judge(typed, meter);
    if (judged.verdict === 'refused') {
      call.keys.clear();
      if (judged.why === 'closed' || judged.why === 'out-of-service') return judged.why;
      call.step({ kind: 'key-wrong', key: typed, menu: 'readings.digits' });
      if (!tries.fail()) return null;
      await call.say(refusal(judged.why, meter));
      continue;
    }
    const { value, doubts } = judged;
    const key = await call.choose({ ...confirmation(value, doubts), tries });
    if (key === '1') return { entry: meters.newEntry(), value, doubts };
    if (key === null || !tries.fail()) return null;
  }
}

/** Which meter, in words: what it measures, where it is, and the end of its serial number. */
export function described(meter: KnownMeter) {
  return { kind: meter.kind.replace('-', '_'), place: meter.place, serial: meter.serial.slice(-3) };
}

/** As long as any burst of keys: forty digits, too, get the answer that fits them. */
const longest = 64;

function digitsOf(meter: KnownMeter): Question {
  const enter = meter.decimals > 0 ? 'readings.enter' : 'readings.enter.whole';
  return {
    name: 'readings.digits',
    prompts: [['readings.meter', described(meter)], enter],
    again: ['readings.enter.again'],
    last: ['readings.enter.last'],
    longest,
    comma: true,
    answer: anyDigits,
    // One who has to go and look needs longer than one who reads from a note.
    thinkMs: 10_000,
    // The sentence before it says that we wait.
    thinkAgainMs: 30_000,
    silence: ['readings.silence'],
  };
}

function skipOrEnter(call: Call): Promise<string | null> {
  return call.choose({
    name: 'readings.skip',
    prompts: ['readings.skip'],
    again: ['readings.skip.again'],
    keys: '12',
  });
}

function refusal(why: DialFault, meter: KnownMeter): Utterance {
  if (why === 'too-many-digits') return ['readings.refused.too-many-digits', { digits: meter.digits }];
  if (why !== 'too-many-decimals') return 'readings.refused.not-a-number';
  if (meter.decimals === 0) return 'readings.refused.whole';
  return ['readings.refused.too-many-decimals', { decimals: meter.decimals }];
}

function confirmation(value: string, doubts: readonly Doubt[]): Menu {
  const shown = { value: withoutZeros(value) };
  const readBack: Utterance = ['readings.read-back', shown];
  const why = doubts.map((doubt): Utterance => `readings.doubt.${doubt}`);
  const confirm = doubts.length > 0 ? 'readings.confirm.doubtful' : 'readings.confirm';
  return {
    name: 'readings.confirm',
    keys: '12',
    prompts: [readBack, ...why, confirm],
    again: [readBack, ...why, 'readings.confirm.again'],
    last: [['readings.read-back.last', shown], 'readings.confirm.last'],
  };
}
