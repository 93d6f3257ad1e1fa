import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Where numbers are completed that are written without country or city. */
export interface NumberingPlace {
  /** ISO country, e.g. UA. */
  country: string;
  /** The city's area code without its zero, e.g. 342. */
  areaCode: string;
}

/** A city number is this long at most; anything longer is written with an area code. */
const longestCityNumber = 6;
const shortestCityNumber = 5;

/**
 * Any form in which a trunk, a list or a person writes a number, to E.164 (`+380501112233`): +380…, 380…, 00380…, 0…,
 * 8 0… (the old way to dial out of a city), a city number of 5 or 6 digits, a foreign number with plus.
 * Null for a number that was withheld, cannot exist, or is rubbish. Never throws.
 */
export function normaliseNumber(written: string, place: NumberingPlace): string | null {
  const digits = digitsOf(written);
  if (digits === null) return null;
  for (const candidate of candidates(digits, place)) {
    const parsed = parsePhoneNumberFromString(candidate, place.country as CountryCode);
    if (parsed?.isValid()) return parsed.number;
  }
  return null;
}

/** As people read it: +380 50 111 22 33. What cannot be read as a number is given back as it is. */
export function readableNumber(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/** The digits with a leading plus where one was written; null where it is not a number at all. */
function digitsOf(written: string): string | null {
  const user = written
    .trim()
    .replace(/^(sip|sips|tel):/i, '')
    .replace(/[@;].*$/, '');
  const bare = user.replace(/[\s().\-/]/g, '');
  return /^\+?\d{5,15}$/.test(bare) ? bare : null;
}

/** What it may mean, the likeliest first. */
function candidates(digits: string, { areaCode }: NumberingPlace): string[] {
  if (digits.startsWith('+')) return [digits];
  if (digits.startsWith('00')) return [`+${digits.slice(2)}`];
  if (digits.length >= shortestCityNumber && digits.length <= longestCityNumber)
    return [`0${areaCode}${digits}`];
  // 8 0…: the zero of the area code after the old long-distance eight.
  if (/^80\d{9}$/.test(digits)) return [digits.slice(1)];
  return digits.startsWith('0') ? [digits] : [`+${digits}`, digits];
}
