/** So that a spreadsheet takes the file for UTF-8. */
export const byteOrderMark = '\uFEFF';

/**
 * One line of a CSV file. Semicolons, because spreadsheets set to Ukrainian or Russian, where the comma is for decimals, part
 * fields by them.
 */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(';')}\r\n`;
}

/**
 * What begins like a formula would be reckoned by the spreadsheet of whoever opens the file, and residents dictate what stands in
 * it: an apostrophe makes it a text (OWASP, CSV injection). It also keeps the + of a telephone number. Line breaks and spaces do not
 * hide a formula: spreadsheets pass over them.
 */
function csvField(value: string): string {
  const text = /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
