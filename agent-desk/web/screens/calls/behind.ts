import { type CallsBehind, callsBehind } from '../../state/contract.ts';

/** Which calls the address asks for: those behind a figure. */
export type Chosen = CallsBehind & { from?: string; to?: string };

/** Null where the address names none. What it has wrong is left out. */
export function chosenIn(query: Record<string, string>): Chosen | null {
  const chosen: Chosen = {};
  for (const name of ['from', 'to'] as const) {
    const moment = Date.parse(query[name] ?? '');
    if (!Number.isNaN(moment)) chosen[name] = new Date(moment).toISOString();
  }
  for (const [name, field] of Object.entries(callsBehind.shape)) {
    const read = field.safeParse(query[name]);
    if (query[name] !== undefined && read.success) Object.assign(chosen, { [name]: read.data });
  }
  return Object.keys(chosen).length > 0 ? chosen : null;
}
