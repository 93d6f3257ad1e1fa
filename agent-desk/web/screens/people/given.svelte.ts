import { desk } from '../../state/desk.svelte.ts';
import { session } from '../../state/session.svelte.ts';

/**
 * A password that was just made up, and for whom: shown until whoever asked for it goes elsewhere himself, and kept nowhere but here. A call
 * that rings leads away from it too, and after it the password is still there.
 */
class Given {
  #shown = $state.raw<{ id: number; password: string; by: number | undefined } | null>(null);

  of(id: number): string | null {
    const shown = this.#shown;
    return shown?.id === id && shown.by === session.operator?.id ? shown.password : null;
  }

  show(id: number, password: string): void {
    this.#shown = { id, password, by: session.operator?.id };
  }

  hide(): void {
    this.#shown = null;
  }

  /** Somebody else is looked at. */
  leftFor(item: string | null): void {
    if (item !== null && item !== String(this.#shown?.id)) this.hide();
  }

  leftScreen(): void {
    if (!desk.call) this.hide();
  }
}

export const given = new Given();
