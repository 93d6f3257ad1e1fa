import { setMaxListeners } from 'node:events';
import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { AriEvent, AsteriskNode, NodeInventory, NodeState } from '../../telephony/asterisk/node.ts';

type LinkOfNode = Pick<AsteriskNode, 'onSubject' | 'isFollowed' | 'onState' | 'onSync' | 'whenUp'>;
type Listener = (event: AriEvent) => void;

/** Every request under way listens to its signal. */
function newSession(): AbortController {
  const session = new AbortController();
  setMaxListeners(0, session.signal);
  return session;
}

/** The link to an Asterisk that is not there. While it is lost Asterisk goes on, but nobody is told, and nothing can be asked. */
export class FakeLink implements LinkOfNode {
  #state: NodeState = 'up';
  /** Aborted when the link is lost: every answer that is still to come is lost with it. */
  #session = newSession();
  readonly #doing = new Set<Promise<unknown>>();
  /** What Asterisk has told while the two were compared. */
  #held: (() => void)[] = [];
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #onState = new Set<(state: NodeState) => void>();
  readonly #onSync = new Set<(inventory: NodeInventory) => Promise<void>>();

  get state(): NodeState {
    return this.#state;
  }

  lose(): void {
    if (this.#state !== 'up') return;
    this.#session.abort();
    this.#enter('down');
  }

  /** It is there again, and up as soon as what is believed was compared with what is there. */
  async isBack(inventory: () => NodeInventory): Promise<void> {
    if (this.#state !== 'down') return;
    // What it was asked before is done by the time in which it answers anew.
    await Promise.allSettled(this.#doing);
    if (this.#state !== 'down') return;
    this.#session = newSession();
    this.#enter('syncing');
    const found = inventory();
    await Promise.all([...this.#onSync].map((listener) => listener(found)));
    for (const tell of this.#held.splice(0)) tell();
    this.#enter('up');
  }

  /** Asks Asterisk, which does what it is asked also where its answer finds nobody any more. @throws AriError `ari.down` */
  ask<T>(what: string, does: () => Promise<T>): Promise<T> {
    const { signal } = this.#session;
    const lost = new AriError('ari.down', `The link to Asterisk dropped during ${what}.`);
    if (signal.aborted) return Promise.reject(lost);
    const answer = does();
    this.#doing.add(answer);
    const done = () => void this.#doing.delete(answer);
    answer.then(done, done);
    return new Promise((resolve, reject) => {
      const isLost = () => reject(lost);
      signal.addEventListener('abort', isLost);
      answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', isLost));
    });
  }

  /** Asterisk has something to tell of a channel, or of what is played. */
  tell(subject: string, event: AriEvent): void {
    const tells = () => {
      for (const listener of [...(this.#listeners.get(subject) ?? [])]) listener(event);
    };
    if (this.#state === 'up') tells();
    else if (this.#state === 'syncing') this.#held.push(tells);
  }

  onSubject(id: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  isFollowed(id: string): boolean {
    return this.#listeners.has(id);
  }

  onState(listener: (state: NodeState) => void): () => void {
    this.#onState.add(listener);
    return () => this.#onState.delete(listener);
  }

  onSync(listener: (inventory: NodeInventory) => Promise<void>): () => void {
    this.#onSync.add(listener);
    return () => this.#onSync.delete(listener);
  }

  async whenUp(signal?: AbortSignal): Promise<void> {
    if (this.#state === 'up') return;
    await new Promise<void>((resolve, reject) => {
      const stop = this.onState((state) => state === 'up' && done(resolve));
      const aborted = () => done(() => reject(signal?.reason));
      const done = (settle: () => void) => {
        stop();
        signal?.removeEventListener('abort', aborted);
        settle();
      };
      if (signal?.aborted) aborted();
      signal?.addEventListener('abort', aborted);
    });
  }

  #enter(state: NodeState): void {
    this.#state = state;
    for (const listener of [...this.#onState]) listener(state);
  }
}
