/** Kopecks as the language writes hryvnias: 125050 → `1 250,50 ₴`. */
export function money(amountKopecks: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'UAH',
    currencyDisplay: 'narrowSymbol',
  }).format(amountKopecks / 100);
}
