/** The forms after one, two, five: `['гривня', 'гривні', 'гривень']`. */
export type CountForms = readonly [one: string, few: string, many: string];

/** Ukrainian and Russian: 1, 21 take the first form; 2–4, 22–24 the second; 0, 5–20, 25 and all else the third. */
export function slavicForm(count: number, forms: CountForms): string {
  const lastTwo = count % 100;
  const last = count % 10;
  if (lastTwo >= 11 && lastTwo <= 14) return forms[2];
  if (last === 1) return forms[0];
  return last >= 2 && last <= 4 ? forms[1] : forms[2];
}
