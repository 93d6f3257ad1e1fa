/** Where a key leads that is good everywhere: to a person, back to where one came from, to the choice of language. */
export type DetourTo = 'person' | 'back' | 'language';

/** The keys that are good everywhere, unless a menu gives them a meaning of its own. `*` says it again, in every menu. */
export const detours: Readonly<Record<string, DetourTo>> = { '0': 'person', '#': 'back', '9': 'language' };

/**
 * A caller has pressed such a key: the flow is left. Only the runner catches it and asks where the caller goes next, so no
 * flow has to think of these keys.
 */
export class Detour extends Error {
  readonly to: DetourTo;

  constructor(to: DetourTo) {
    super(`the caller leaves the flow: ${to}`);
    this.name = 'Detour';
    this.to = to;
  }
}
