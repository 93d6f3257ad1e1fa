/** Which screen the address names: `#/calls/in-17?search=Шевченка`. Pure; `place.svelte.ts` holds where the desk is. */
export const screens = [
  'desk',
  'requests',
  'calls',
  'figures',
  'campaigns',
  'callbacks',
  'breakdowns',
  'prompts',
  'queues',
  'wall',
  'people',
] as const;
export type Screen = (typeof screens)[number];

export interface Place {
  screen: Screen;
  /** What is open on the screen: a call's id, a request's, `new`. */
  item: string | null;
  query: Record<string, string>;
}

export function placeOf(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name, item] = path.split('/', 2);
  const screen = screens.find((one) => one === name) ?? 'desk';
  return {
    screen,
    item: item ? safelyDecoded(item) : null,
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function hashOf(
  screen: Screen,
  item: string | number | null = null,
  query: Record<string, string> = {},
): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(pairs).toString();
  return `#/${screen}${item === null ? '' : `/${encodeURIComponent(item)}`}${search ? `?${search}` : ''}`;
}

function safelyDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
