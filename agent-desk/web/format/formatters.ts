/** To make one of Intl's formatters takes fifty times as long as to use it, and a list asks for several in each row: each is made once. */
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, [language, options], () => new Intl.DateTimeFormat(language, options));
}

export function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numbers, [language, options], () => new Intl.NumberFormat(language, options));
}

function kept<Format>(all: Map<string, Format>, asked: unknown, make: () => Format): Format {
  const key = JSON.stringify(asked);
  const format = all.get(key) ?? make();
  all.set(key, format);
  return format;
}
