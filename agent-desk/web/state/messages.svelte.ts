import { z } from 'zod';
import { type DeskMessage, longestMessage } from './contract.ts';
import { desk } from './desk.svelte.ts';
import { keep, readKept } from './kept.ts';
import { notices } from './notices.svelte.ts';
import { session } from './session.svelte.ts';

/** `to`: null until somebody is chosen, so that nothing goes to all by mistake. */
const draft = z.object({
  to: z.union([z.literal('all'), z.number()]).nullable(),
  text: z.string().max(longestMessage),
});
const shownOfText = 120;

const keptDraft = () => readKept('sessionStorage', 'message', draft) ?? { to: null, text: '' };

/** Messages from desk to desk: what this operator writes, and what he has still to read. */
class Messages {
  #draft = $state(keptDraft());
  #sending = $state(false);
  /** Those of which the server was told that they were read. */
  readonly #told = new Set<number>();

  get list(): DeskMessage[] {
    return desk.state?.messages ?? [];
  }
  get unread(): DeskMessage[] {
    return this.list.filter((one) => !this.isOwn(one) && one.readAt === null);
  }
  get to(): 'all' | number | null {
    return this.#draft.to;
  }
  set to(id: 'all' | number | null) {
    this.#draft.to = id;
    this.#keep();
  }
  get text(): string {
    return this.#draft.text;
  }
  set text(text: string) {
    this.#draft.text = text;
    this.#keep();
  }
  get sending(): boolean {
    return this.#sending;
  }
  /** To all desks those who lead write. */
  get mayWriteToAll(): boolean {
    return session.leads;
  }

  isOwn({ fromId }: DeskMessage): boolean {
    return fromId === desk.state?.me.id;
  }

  async send(): Promise<void> {
    const { to, text } = this.#draft;
    if (this.#sending || to === null || text.trim() === '') return;
    this.#sending = true;
    try {
      await desk.message(to === 'all' ? null : to, text.trim());
      // What was typed while it was on its way is the next one.
      if (this.#draft.text === text) this.text = '';
    } catch (error) {
      notices.failed(error);
    } finally {
      this.#sending = false;
    }
  }

  /** All that is on the screen has been read. */
  async read(): Promise<void> {
    for (const { id } of this.unread) {
      if (this.#told.has(id)) continue;
      this.#told.add(id);
      try {
        await desk.messageRead(id);
      } catch (error) {
        // It is told again when the list is looked at the next time.
        this.#told.delete(id);
        console.warn('a message could not be marked as read', error);
      }
    }
  }

  /** Somebody sits down at this desk: what this browser keeps is his. */
  begin(): void {
    this.#draft = keptDraft();
    this.#told.clear();
  }

  /** As it is shown beside the work. */
  brief({ text }: DeskMessage): string {
    const line = text.replaceAll(/\s+/g, ' ');
    return line.length > shownOfText ? `${line.slice(0, shownOfText)}…` : line;
  }

  #keep(): void {
    keep('sessionStorage', 'message', $state.snapshot(this.#draft));
  }
}

export const messages = new Messages();
