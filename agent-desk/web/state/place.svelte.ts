import { hashOf, type Place, placeOf, type Screen } from './router.ts';
import { session } from './session.svelte.ts';

/** Where the desk is, held in the address, so that back, forward and a refresh work. */
class Here {
  #place = $state.raw<Place>(placeOf(location.hash));

  /** The one that the address names; the desk, where this person may not open it: somebody else may have sat here. */
  get screen(): Screen {
    const { screen } = this.#place;
    return session.screens.includes(screen) ? screen : 'desk';
  }
  get item(): string | null {
    return this.#place.item;
  }
  get query(): Record<string, string> {
    return this.#place.query;
  }

  follow(): () => void {
    const read = () => {
      this.#place = placeOf(location.hash);
    };
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }

  go(screen: Screen, item: string | number | null = null, query: Record<string, string> = {}): void {
    const hash = hashOf(screen, item, query);
    if (hash !== location.hash) location.hash = hash;
    this.#place = placeOf(hash);
  }

  /**
   * From a form that is being sent: remembers where that is, and gives the way to what comes of it. Who has gone elsewhere meanwhile is
   * left there.
   */
  leaving(): (...to: Parameters<Here['go']>) => void {
    const from = this.#place;
    return (...to) => {
      if (this.#place === from) this.go(...to);
    };
  }

  /** The same screen with other filters: no new entry in the browser's history. */
  filter(query: Record<string, string>): void {
    const hash = hashOf(this.screen, this.item, { ...this.query, ...query });
    history.replaceState(history.state, '', hash);
    this.#place = placeOf(hash);
  }
}

export const here = new Here();
