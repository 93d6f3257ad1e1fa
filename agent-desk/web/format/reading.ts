import { numberFormat } from './formatters.ts';

/** What a meter shows, as the language writes it, without the zeros that say nothing: `00123.450` → `123,45`. */
export function reading(value: string, language: string): string {
  const digits = numberFormat(language, { maximumFractionDigits: 3, useGrouping: false });
  return digits.format(Number(value));
}
