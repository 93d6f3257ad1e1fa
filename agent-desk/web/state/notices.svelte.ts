import { t } from '../texts/texts.svelte.ts';
import { codeOfFailure } from './failure.ts';
import { failureText } from './failure-text.ts';

export interface Notice {
  id: number;
  kind: 'done' | 'failed' | 'message' | 'told';
  text: string;
  /** Where a click on it leads. */
  open?: () => void;
}

const shownMs = { done: 4_000, failed: 9_000, message: 9_000, told: 9_000 };

/** Short messages at the edge of the desk that go by themselves. */
class Notices {
  #list = $state.raw<Notice[]>([]);
  #last = 0;

  get list(): Notice[] {
    return this.#list;
  }

  done(text: string): void {
    this.#show('done', text);
  }

  /** Something has happened that one has not done oneself. */
  told(text: string): void {
    this.#show('told', text);
  }

  /** Somebody has written; a click on it shows all. */
  message(text: string, open: () => void): void {
    this.#show('message', text, open);
  }

  failed(error: unknown): void {
    const code = codeOfFailure(error);
    // That the link was lost stands above the desk already.
    if (code === 'aborted' || code === 'link-lost') return;
    if (code === 'unexpected' || code === 'unreadable') console.error(error);
    this.#show('failed', t(failureText(code)));
  }

  /** Runs it and tells when it fails. */
  async watch(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.failed(error);
    }
  }

  /** All that was told of messages is before one's eyes. */
  closeMessages(): void {
    this.#list = this.#list.filter(({ kind }) => kind !== 'message');
  }

  close(id: number): void {
    this.#list = this.#list.filter((one) => one.id !== id);
  }

  #show(kind: Notice['kind'], text: string, open?: () => void): void {
    this.#last += 1;
    const id = this.#last;
    this.#list = [...this.#list.filter((one) => one.text !== text), { id, kind, text, open }].slice(-3);
    setTimeout(() => this.close(id), shownMs[kind]);
  }
}

export const notices = new Notices();
