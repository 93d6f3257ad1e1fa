import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Company } from '../config/company.ts';
import { readNumber } from './phone-number.ts';

const roles = ['operator', 'supervisor', 'administrator'] as const;
export type Role = (typeof roles)[number];

type Refused = 'not-a-number' | 'foreign' | 'premium';

/** Where a call goes: as it is dialled; or why nobody may call there. */
export type Destination = { dial: string } | { refused: Refused };

/** Why a number may not be called, and who may not call it. */
export interface Refusal {
  why: Refused;
  to: Role[];
}

export type OutgoingRules = Pick<Company, 'country' | 'areaCode' | 'executors' | 'hotlines' | 'outgoing'>;

/** Emergency services of the country: no prefix, no plus. */
const emergency = new Set(['101', '102', '103', '104', '112']);
const costly: ReadonlySet<string> = new Set(['PREMIUM_RATE', 'SHARED_COST']);

/**
 * Whether somebody of this role may call a number, as a person has written it. Short numbers are those of executors, of the
 * hotlines' emergency service, and of the country's emergency services; no others.
 */
export function destinationOf(written: string, role: Role, company: OutgoingRules): Destination {
  const number = read(written, company);
  const refused = refusedTo(role, number, company);
  return refused ? { refused } : { dial: number.dial };
}

/** To whom of the company this number is refused; null: everybody may call it. */
export function refusalOf(written: string, company: OutgoingRules): Refusal | null {
  const number = read(written, company);
  const to = roles.filter((role) => refusedTo(role, number, company) !== null);
  const why = to[0] && refusedTo(to[0], number, company);
  return why ? { why, to } : null;
}

interface ReadNumber {
  /** Empty where it is no number. */
  dial: string;
  /** Not everybody may call what is one of these. */
  kinds: ('premium' | 'foreign')[];
}

function refusedTo(role: Role, { dial, kinds }: ReadNumber, { outgoing }: OutgoingRules): Refused | null {
  if (dial === '') return 'not-a-number';
  return kinds.find((kind) => !outgoing[kind].includes(role)) ?? null;
}

function read(written: string, company: OutgoingRules): ReadNumber {
  const digits = written.replaceAll(/[\s()-]/g, '');
  const short = [
    ...emergency,
    ...company.executors.flatMap(({ phone }) => (phone ? [phone] : [])),
    ...company.hotlines.map(({ emergencyNumber }) => emergencyNumber),
  ];
  if (short.includes(digits)) return { dial: digits, kinds: [] };
  const { e164, kind } = readNumber(written, company);
  if (e164 === null) return { dial: '', kinds: [] };
  const type = parsePhoneNumberFromString(e164)?.getType();
  const isCostly = type !== undefined && costly.has(type);
  return {
    dial: e164,
    kinds: [...(isCostly ? ['premium' as const] : []), ...(kind === 'foreign' ? ['foreign' as const] : [])],
  };
}
