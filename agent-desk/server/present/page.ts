import type { PageOf } from '../../../db/queries/page.ts';

export function presentPage<Row, Shown>({ items, next }: PageOf<Row>, present: (row: Row) => Shown) {
  return { items: items.map(present), next: next?.toISOString() ?? null };
}

export function dateOf(time: string | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
