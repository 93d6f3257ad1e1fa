import { withoutZeros } from '../../housing/meters/dial.ts';
import type { KnownMeter } from '../../housing/meters/known-meter.ts';
import type { Meters } from '../../housing/meters/meters.ts';
import type { Doubt, Refusal } from '../../housing/meters/plausibility.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';

/** What a caller has confirmed of one meter. */
export interface Confirmed {
  entry: string;
  value: string;
  doubts: readonly Doubt[];
}

/** A number that cannot be on the dial, or that the caller corrects, may be given so often in all. */
const mostTries = 3;

/**
 * One meter: which it is, its digits, read back, confirmed. What is doubtful is said, never by how much: who calls is not
 * verified, and the values before are nobody else's business.
 * @returns null when the caller has found no answer in all tries
 */
export async function askReading(
  call: Call,
  meters: Meters,
  meter: KnownMeter,
): Promise<Confirmed | 'skipped' | null> {
  for (let tries = 0; tries < mostTries; tries++) {
    const typed = await call.ask({ ...digitsOf(meter, tries), name: 'readings.digits' });
    if (typed === null) {
      const key = await skipOrEnter(call);
      if (key === null) return null;
      if (key === '1') return 'skipped';
      continue;
    }
    const judged = meters.judge(typed, meter);
    if (judged.verdict === 'refused') {
      call.step({ kind: 'key-wrong', key: typed, menu: 'readings.digits' });
      call.keys.clear();
      // The third time a person is offered instead.
      if (tries < mostTries - 1) await call.say(refusal(judged.why, meter));
      continue;
    }
    const { value, doubts } = judged;
    const key = await call.choose({ ...confirmation(value, doubts), name: 'readings.confirm', keys: '12' });
    if (key === null) return null;
    if (key === '1') return { entry: meters.newEntry(), value, doubts };
  }
  return null;
}

/** Which meter, in words: what it measures, where it is, and the end of its serial number. */
export function described(meter: KnownMeter) {
  return { kind: meter.kind.replace('-', '_'), place: meter.place, serial: meter.serial.slice(-3) };
}

/** Longer than any dial: forty digits, too, get the answer that fits them. */
const longest = 50;

function digitsOf(meter: KnownMeter, tries: number) {
  const enter = meter.decimals > 0 ? 'readings.enter' : 'readings.enter.whole';
  const again = ['readings.enter.again'];
  const prompts: Utterance[] = [['readings.meter', described(meter)], enter];
  return {
    prompts: tries === 0 ? prompts : again,
    again,
    longest,
    comma: true,
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

function refusal(why: Refusal, meter: KnownMeter): Utterance {
  if (why === 'too-many-digits') return ['readings.refused.too-many-digits', { digits: meter.digits }];
  if (why !== 'too-many-decimals') return 'readings.refused.not-a-number';
  if (meter.decimals === 0) return 'readings.refused.whole';
  return ['readings.refused.too-many-decimals', { decimals: meter.decimals }];
}

function confirmation(value: string, doubts: readonly Doubt[]) {
  const readBack: Utterance = ['readings.read-back', { value: withoutZeros(value) }];
  const why = doubts.map((doubt): Utterance => `readings.doubt.${doubt}`);
  const confirm = doubts.length > 0 ? 'readings.confirm.doubtful' : 'readings.confirm';
  return { prompts: [readBack, ...why, confirm], again: [readBack, 'readings.confirm.again'] };
}
