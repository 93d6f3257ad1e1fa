import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Where numbers are completed that are written without country or city. */
export interface NumberingPlace {
  /** ISO 3166, e.g. `UA`. */
  country: string;
  /** The city's area code without its zero, e.g. `342`. */
  areaCode: string;
}

/**
 * What a number turned out to be. `anonymous`: withheld by the caller or his network. `rubbish`: something was written, but
 * nobody can be called back on it.
 */
export type ReadNumber =
  | { e164: string; kind: 'mobile' | 'landline' | 'free' | 'foreign' | 'other' }
  | { e164: null; kind: 'anonymous' | 'rubbish' };

/** Longer input is no number: a SIP URI with all its parameters is shorter. */
const longestInput = 300;
const withheld =
  /^(anonymous|unavailable|unknown|restricted|private|withheld|blocked|not available|id unavailable)$/i;

/**
 * Reads a number in any usual form, as a trunk, a list or a person writes it: +380…, 380…, 00380…, 0…, 8 0… (the old way to
 * dial out of a city), a city number alone, a foreign number (8… in Ukraine is none), a SIP or tel URI. Never throws.
 */
export function readNumber(written: string | null | undefined, place: NumberingPlace): ReadNumber {
  const user = userPart((written ?? '').slice(0, longestInput + 1));
  if (user === '' || withheld.test(user)) return { e164: null, kind: 'anonymous' };
  const dialled = user.length > longestInput ? null : dialledForm(user);
  const complete = dialled === null ? null : completed(dialled, place);
  return complete === null ? { e164: null, kind: 'rubbish' } : check(complete, place.country);
}

/** The number as `+` and digits (E.164), or null where there is none. */
export function normaliseNumber(written: string | null | undefined, place: NumberingPlace): string | null {
  return readNumber(written, place).e164;
}

/**
 * A number that we are to call by itself, as it stands in a list: E.164, or null. Abroad only where it says so, with + or 00: a
 * slip of the finger in a home number must ring nobody in another country.
 */
export function listedNumber(written: string, place: NumberingPlace): string | null {
  const { e164, kind } = readNumber(written, place);
  const saysAbroad = /^(\+|00)/.test(dialledForm(userPart(written)) ?? '');
  return kind === 'foreign' && !saysAbroad ? null : e164;
}

/** As people read it: `+380 50 111-22-33`. What is no number is given back as it is. */
export function readableNumber(e164: string): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (!parsed) return e164;
  const international = parsed.formatInternational();
  if (parsed.country !== 'UA' || parsed.getType() === 'TOLL_FREE') return international;
  const [country = '', area = '', ...rest] = international.split(' ');
  return `${country} ${area} ${inPairs(rest.join(''))}`;
}

/** 750600 as 75-06-00, 1234567 as 123-45-67. */
function inPairs(local: string): string {
  const digits = local.replaceAll(/\D/g, '');
  const head = digits.length % 2 === 0 ? 2 : 3;
  return [digits.slice(0, head), ...(digits.slice(head).match(/../g) ?? [])].join('-');
}

/** Of `"Name" <sip:+380…;npdi@host;user=phone>` the `+380…`. */
function userPart(written: string): string {
  const address = /<([^<>]*)>/.exec(written)?.[1] ?? written;
  const withoutScheme = address.trim().replace(/^(sips?|tel):/i, '');
  const user = withoutScheme.split('@')[0]?.split(';')[0] ?? '';
  return decoded(user)
    .trim()
    .replace(/^"(.*)"$/, '$1');
}

function decoded(user: string): string {
  return user.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Digits, perhaps after a `+`, without what people put between them. Null when there is anything else. */
function dialledForm(user: string): string | null {
  const bare = user.replaceAll(/[\s()./\-‐–—]/g, '');
  return /^\+?\d{5,19}$/.test(bare) ? bare : null;
}

/** With `+` and country code; null when it cannot be completed. */
function completed(dialled: string, place: NumberingPlace): string | null {
  if (dialled.startsWith('+')) return dialled;
  if (dialled.startsWith('00')) return `+${dialled.slice(2)}`;
  if (dialled.length <= 7) return completedInCity(dialled, place);
  if (place.country === 'UA') return completedInUkraine(dialled);
  const home = parse(dialled, place.country);
  return home?.isValid() ? home.number : withoutPlus(dialled);
}

function completedInCity(dialled: string, { country, areaCode }: NumberingPlace): string | null {
  const number = `+${getCountryCallingCode(country as CountryCode)}${areaCode}${dialled}`;
  return parse(number, country)?.isValid() ? number : null;
}

function completedInUkraine(dialled: string): string | null {
  if (/^380\d{9}$/.test(dialled)) return `+${dialled}`;
  if (/^0\d{9}$/.test(dialled)) return `+38${dialled}`;
  if (/^[3-9]\d{8}$/.test(dialled)) return `+380${dialled}`;
  // 8 leads out of the city, not out of the country: 8 050…, and 8 800… without its zero.
  if (dialled.startsWith('8')) return /^80?[1-9]\d{8}$/.test(dialled) ? `+380${dialled.slice(-9)}` : null;
  return withoutPlus(dialled);
}

/** A whole number with its country code, as some trunks send it. Only one that is given out: anything at all begins with some code. */
function withoutPlus(dialled: string): string | null {
  const parsed = parsePhoneNumberFromString(`+${dialled}`);
  return parsed?.isValid() ? parsed.number : null;
}

function parse(number: string, country: string) {
  return parsePhoneNumberFromString(number, country as CountryCode);
}

/**
 * At home a number must be one that is given out; abroad it is enough that it may be one, since tables of foreign
 * numbers are never quite new.
 */
function check(complete: string, home: string): ReadNumber {
  const parsed = parsePhoneNumberFromString(complete);
  if (!parsed?.isPossible()) return { e164: null, kind: 'rubbish' };
  if (parsed.countryCallingCode !== getCountryCallingCode(home as CountryCode)) {
    return { e164: parsed.number, kind: 'foreign' };
  }
  if (!parsed.isValid()) return { e164: null, kind: 'rubbish' };
  const kinds: Partial<Record<string, 'mobile' | 'landline' | 'free'>> = {
    MOBILE: 'mobile',
    FIXED_LINE: 'landline',
    TOLL_FREE: 'free',
  };
  return { e164: parsed.number, kind: kinds[parsed.getType() ?? ''] ?? 'other' };
}
