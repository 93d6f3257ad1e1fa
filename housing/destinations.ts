import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Company } from '../config/company.ts';
import { readNumber } from './phone-number.ts';

export type Role = 'operator' | 'supervisor' | 'administrator';

/** Where a call goes: as it is dialled; or why nobody may call there. */
export type Destination = { dial: string } | { refused: 'not-a-number' | 'foreign' | 'premium' };

/** Emergency services of the country: no prefix, no plus. */
const emergency = new Set(['101', '102', '103', '104', '112']);
const costly: ReadonlySet<string> = new Set(['PREMIUM_RATE', 'SHARED_COST']);

/**
 * Whether somebody of this role may call a number, as a person has written it. Short numbers are those of executors, of the
 * hotlines' emergency service, and of the country's emergency services; no others.
 */
export function destinationOf(
  written: string,
  role: Role,
  company: Pick<Company, 'country' | 'areaCode' | 'executors' | 'hotlines' | 'outgoing'>,
): Destination {
  const digits = written.replaceAll(/[\s()-]/g, '');
  const short = [
    ...emergency,
    ...company.executors.flatMap(({ phone }) => (phone ? [phone] : [])),
    ...company.hotlines.map(({ emergencyNumber }) => emergencyNumber),
  ];
  if (short.includes(digits)) return { dial: digits };
  const { e164, kind } = readNumber(written, company);
  if (e164 === null) return { refused: 'not-a-number' };
  const type = parsePhoneNumberFromString(e164)?.getType();
  if (type !== undefined && costly.has(type) && !company.outgoing.premium.includes(role))
    return { refused: 'premium' };
  if (kind === 'foreign' && !company.outgoing.foreign.includes(role)) return { refused: 'foreign' };
  return { dial: e164 };
}
