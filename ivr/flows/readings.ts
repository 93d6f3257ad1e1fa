import { withoutZeros } from '../../housing/meters/dial.ts';
import type { KnownMeter } from '../../housing/meters/known-meter.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { given } from '../../telephony/call/runner.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { mainMenu } from './main-menu.ts';
import { noChoice } from './no-choice.ts';
import { readingsAccount } from './readings-account.ts';
import { askReading, described } from './take-reading.ts';

/**
 * Meter readings: whose, then meter by meter. What was confirmed is kept at once, so a hang-up loses nothing; a flow that
 * begins again asks only for the meters that are missing.
 */
export async function readings(call: Call, services: IvrServices): Promise<IvrFlow> {
  const { meters, company } = services;
  if (!meters.isOpen()) {
    await call.say(closed(company));
    return mainMenu;
  }
  const account = await readingsAccount(call, services);
  if (account === null) return noChoice;
  const known = account === 'away' ? account : await meters.ofAccount(account);
  if (known === 'away') return byPerson('readings.unavailable');
  if (known.length === 0) await call.say('readings.no-meters');
  const taken: Utterance[] = [];
  for (const meter of missingFirst(withoutReplaced(known, meters))) {
    const value = await takeReading(call, services, meter);
    if (value === 'no-answer') return noChoice;
    if (value === 'not-kept') return byPerson('readings.not-kept');
    if (value === 'closed') {
      await call.say(closed(company));
      break;
    }
    if (value) taken.push(['readings.taken', { ...described(meter), value: withoutZeros(value) }]);
  }
  if (taken.length > 0) await call.say('readings.done', ...taken);
  else if (known.length > 0) await call.say('readings.nothing');
  return mainMenu;
}

function closed({ readings: { firstDay, lastDay } }: IvrServices['company']): Utterance {
  return ['readings.closed', { from: firstDay, until: lastDay }];
}

/** One that was replaced stays on record: to the caller it has the same words as the new one, and he need not hear of it every month. */
function withoutReplaced(known: readonly KnownMeter[], meters: IvrServices['meters']): KnownMeter[] {
  const inService = known.filter((one) => meters.isInService(one));
  const isReplaced = ({ kind, place }: KnownMeter) =>
    inService.some((one) => one.kind === kind && one.place === place);
  return known.filter((one) => inService.includes(one) || !isReplaced(one));
}

/** What was handed in this month already comes last. */
function missingFirst(meters: readonly KnownMeter[]): KnownMeter[] {
  return meters.toSorted((a, b) => Number(a.ofThisPeriod !== null) - Number(b.ofThisPeriod !== null));
}

/** @returns the value that was taken; null when the meter was passed over; `closed`: the last day has passed meanwhile */
async function takeReading(
  call: Call,
  { meters }: IvrServices,
  meter: KnownMeter,
): Promise<string | null | 'no-answer' | 'not-kept' | 'closed'> {
  const confirmed = meters.isInService(meter)
    ? await call.once(`readings.meter-${meter.id}`, () => askReading(call, meters, meter))
    : 'out-of-service';
  if (confirmed === null) return 'no-answer';
  if (confirmed === 'out-of-service') await call.say(['readings.out-of-service', described(meter)]);
  if (confirmed === 'skipped' || confirmed === 'out-of-service') return null;
  if (confirmed === 'closed') return 'closed';
  const kept = await call.once(`readings.kept-${meter.id}`, async () => {
    const recorded = await meters.record({ ...confirmed, meter, callId: call.id });
    if (recorded.kept === 'nowhere') return null;
    await call.sayWhole(recorded.replaced ? 'readings.replaced' : 'readings.kept');
    return recorded;
  });
  return kept === null ? 'not-kept' : confirmed.value;
}

export function byPerson(sentence: string): IvrFlow {
  return given({ sentence }, async function readingsByPerson(call) {
    await call.say(sentence);
    return noChoice;
  });
}
