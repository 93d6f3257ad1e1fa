import { limitsOf } from '../../format/local-time.ts';
import { type CallSearch, type CallsBehind, callSearch, callsBehind } from '../../state/contract.ts';

/** Which calls the address asks for: those behind a figure, and those that are looked for. */
export type Chosen = CallsBehind & CallSearch & { from?: string; to?: string };

/** Null where the address names none. What it has wrong is left out. */
export function chosenIn(query: Record<string, string>, timezone: string | undefined): Chosen | null {
  const days = limitsOf(query, timezone);
  const chosen: Chosen = Object.keys(days).length > 0 ? days : spanIn(query);
  for (const [name, field] of Object.entries({ ...callsBehind.shape, ...callSearch.shape })) {
    const read = field.safeParse(query[name]);
    if (query[name] && read.success) Object.assign(chosen, { [name]: read.data });
  }
  return Object.keys(chosen).length > 0 ? chosen : null;
}

/** The span of the figure behind which they stand. */
function spanIn(query: Record<string, string>): Pick<Chosen, 'from' | 'to'> {
  const span: Pick<Chosen, 'from' | 'to'> = {};
  for (const name of ['from', 'to'] as const) {
    const moment = Date.parse(query[name] ?? '');
    if (!Number.isNaN(moment)) span[name] = new Date(moment).toISOString();
  }
  return span;
}
