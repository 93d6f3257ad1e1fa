import { phoneNumber } from '../format/phone.ts';
import { t } from '../texts/texts.svelte.ts';
import type { CallSummary, DeskCall } from './contract.ts';
import { names } from './names.ts';
import { work } from './work.svelte.ts';

/** What the caller is called on the desk: a name where one is known, else what is known of the number. */
export function callerName(call: DeskCall): string {
  if (call.colleague !== null) return names.operator(call.colleague);
  const known = work.call?.callId === call.callId ? work.resident : null;
  if (known) return known.name;
  const { as, residents } = call.card;
  if (as === 'one' && residents[0]) return residents[0].name;
  if (as === 'several') return t('call.several', { count: residents.length });
  return t('call.unknown');
}

/** A call that nobody on this desk has picked up yet: it rings, or its resident is being called for this operator. */
export function isComing(call: DeskCall | null): boolean {
  return call?.stage === 'ringing' || call?.stage === 'calling';
}

/** A call of a colleague has no card: nobody from outside is in it. */
export function isInternal(call: DeskCall | null): boolean {
  return call !== null && call.colleague !== null;
}

export function callerNumber(number: string | null): string {
  return number === null ? t('call.anonymous') : phoneNumber(number);
}

export function summaryName(call: CallSummary): string {
  return call.residentName ?? callerNumber(call.number);
}
