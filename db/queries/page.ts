/** One page of a list that is ordered newest first; `next` is to be asked for as `before`. */
export interface PageOf<T> {
  items: T[];
  next: Date | null;
}

/**
 * Makes a page of `limit` from `limit + 1` found rows. It ends where two neighbours differ in time, so that "before this
 * moment" never skips one of the same millisecond. (A page whose rows all share one moment is given as it is.)
 */
export function cutPage<T>(found: T[], limit: number, timeOf: (row: T) => Date): PageOf<T> {
  if (found.length <= limit) return { items: found, next: null };
  const times = found.map((row) => timeOf(row).getTime());
  let end = limit;
  while (end > 1 && times[end - 1] === times[end]) end--;
  if (times[end - 1] === times[end]) end = limit;
  const items = found.slice(0, end);
  const last = items.at(-1);
  return { items, next: last === undefined ? null : timeOf(last) };
}
