/** What was typed, if somebody may have meant a number to call: digits in groups, with a plus or without. */
export function typedNumber(typed: string): string | null {
  const text = typed.trim();
  if (!/^\+?[\d\s()-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '').length;
  return digits >= 3 && digits <= 15 ? text : null;
}
