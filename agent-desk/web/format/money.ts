import { numberFormat } from './formatters.ts';

/** Kopecks as the language writes hryvnias: 125050 → `1 250,50 ₴`. */
export function money(amountKopecks: number, language: string): string {
  return numberFormat(language, {
    style: 'currency',
    currency: 'UAH',
    currencyDisplay: 'narrowSymbol',
  }).format(amountKopecks / 100);
}
