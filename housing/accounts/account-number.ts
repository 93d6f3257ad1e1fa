/** Shortest and longest account numbers, with their check digit. */
export const accountNumberLength = { shortest: 5, longest: 12 } as const;

const shape = new RegExp(`^\\d{${accountNumberLength.shortest},${accountNumberLength.longest}}$`);

/**
 * Whether these digits are an account number that was typed without a slip: its last digit is the check digit of those before
 * it. It says nothing about whether there is such an account.
 */
export function isAccountNumber(digits: string): boolean {
  return shape.test(digits) && digits.endsWith(checkDigit(digits.slice(0, -1)));
}

/** The account number whose digits before the check digit are these. */
export function withCheckDigit(digits: string): string {
  return digits + checkDigit(digits);
}

/**
 * ISO/IEC 7064, MOD 11,10: a pure system for digits with one digit to check them. It finds every single wrong digit and nearly
 * every two neighbours that changed places.
 */
function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}
