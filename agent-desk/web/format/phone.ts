/** `+380501112233` → `+380 50 111-22-33`, `+48221234567` → `+48 221 234 567`. Six-digit city numbers are halved; others stay as they are. */
export function phoneNumber(number: string): string {
  const mobile = /^\+380(39|50|6[3678]|7[357]|9\d)(\d{3})(\d{2})(\d{2})$/.exec(number);
  if (mobile) return `+380 ${mobile[1]} ${mobile[2]}-${mobile[3]}-${mobile[4]}`;
  const fixed = /^\+380(\d{3})(\d{2})(\d{2})(\d{2})$/.exec(number);
  if (fixed) return `+380 ${fixed[1]} ${fixed[2]}-${fixed[3]}-${fixed[4]}`;
  const city = /^(\d{3})(\d{3})$/.exec(number);
  if (city) return `${city[1]}-${city[2]}`;
  const foreign = abroad.exec(number);
  return foreign ? `+${foreign[1]} ${inGroups(foreign[2] ?? '')}` : number;
}

/** A country's code, which is no beginning of another one (ITU-T E.164), and the number there. */
const abroad = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)(\d{4,})$/;

/** Groups of three digits, and pairs where three would leave a single one: however a country writes its numbers, these can be read out. */
function inGroups(digits: string): string {
  return digits.match(/\d{3}(?!\d$)|\d{2}/g)?.join(' ') ?? digits;
}

/** Whether both are one telephone, with or without the country's code, and however they are written. */
export function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [digitsOf(one), digitsOf(other)];
  return a === b || (Math.min(a.length, b.length) >= nationalDigits && tail(a) === tail(b));
}

const nationalDigits = 9;
const tail = (digits: string) => digits.slice(-nationalDigits);
const digitsOf = (number: string) => number.replace(/\D/g, '');

/** The address of a flat in one line; a house without flats has none. */
export function address(building: { street: string; house: string }, flat: string, flatWord: string): string {
  return `${building.street}, ${building.house}${flat ? `, ${flatWord} ${flat}` : ''}`;
}
