/** Numbers out of pasted text: one a line, or apart by commas and semicolons. What they are worth the server says. */
export function numbersIn(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
