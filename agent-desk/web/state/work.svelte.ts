import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { address } from '../format/phone.ts';
import { languages } from '../texts/languages.ts';
import { t } from '../texts/texts.svelte.ts';
import { ask } from './api.ts';
import { type Card, type DeskCall, deskCall, type Resident } from './contract.ts';
import { newDeskKey } from './desk-key.ts';
import { forget, keep, readKept } from './kept.ts';
import {
  forgetWork,
  isUnsaved,
  type KeptWork,
  keepWork,
  laidAside,
  layAside,
  noWork,
  typedSince,
  workOf,
} from './kept-work.ts';
import { notices } from './notices.svelte.ts';
import { session } from './session.svelte.ts';

/**
 * What the operator does about one call: who it is, what is being written, what was written. Kept in the browser under the
 * call's id, so that a refresh loses nothing. The card of a call that has ended stays until its wrap-up is over.
 */
class Work {
  #call = $state.raw<DeskCall | null>(null);
  #ended = $state(false);
  #kept = $state<KeptWork>(noWork());
  #card = $state.raw<Card | null>(null);
  #cardFailed = $state(false);
  #searching = $state(false);
  /** Calls of which a request is on its way to the server; null: without a call. */
  readonly #saving = new SvelteSet<string | null>();

  /** Somebody sits down at this desk: what this browser keeps is his. Of whoever sat here before nothing is left. */
  begin(): void {
    this.#call = null;
    this.#ended = false;
    this.#load();
  }

  get call(): DeskCall | null {
    return this.#call;
  }
  get ended(): boolean {
    return this.#ended;
  }
  get draft() {
    return this.#kept.draft;
  }
  get written() {
    return this.#kept.written;
  }
  /** What is in the form is being saved, and not to be saved once more. */
  get saving(): boolean {
    return this.#saving.has(this.#call?.callId ?? null);
  }
  get cardFailed(): boolean {
    return this.#cardFailed;
  }
  get chosen(): Resident | null {
    return this.#kept.chosen;
  }
  get resident(): Resident | null {
    if (this.#searching) return null;
    const card = this.#call?.card;
    return this.#kept.chosen ?? (card?.as === 'one' ? (card.residents[0] ?? null) : null);
  }
  /** Requests and earlier calls: of whom the operator chose, or of the number. */
  get card(): Card | null {
    if (this.#kept.chosen) return this.#card;
    return this.#call?.card ?? null;
  }
  /** Written as the register is kept, in Ukrainian, whatever language this desk speaks. */
  get place(): string {
    const { resident } = this;
    if (this.draft.place !== null || !resident) return this.draft.place ?? '';
    return address(resident.building, resident.flat, languages.uk['who.flat']);
  }
  get phone(): string {
    return this.draft.phone ?? this.#call?.number ?? this.resident?.phones[0] ?? '';
  }

  /** Whose SMS are shown: of the number that calls, without a call of the resident's first one. */
  get smsNumber(): string | null {
    return this.#call ? this.#call.number : (this.resident?.phones[0] ?? null);
  }

  /** What this operator has noted of the call. */
  get note(): string {
    return this.#kept.note ?? this.#savedNote;
  }
  set note(text: string) {
    this.#kept.note = text;
    this.keep();
  }
  /** What may not have come to the server; null: nothing. */
  get unsavedNote(): string | null {
    const { note } = this.#kept;
    return note === null || note.trim() === this.#savedNote ? null : note;
  }
  get #savedNote(): string {
    const mine = this.#call?.steps.findLast(
      ({ kind, operatorId }) => kind === 'note' && operatorId === session.operator?.id,
    );
    return typeof mine?.text === 'string' ? mine.text : '';
  }

  /** Whether the call was linked to this request. */
  isLinked(requestId: number): boolean {
    const told = this.#call?.steps.some(
      (step) => step.kind === 'request-linked' && step.requestId === requestId,
    );
    return told || this.#kept.linked.includes(requestId);
  }

  async link(requestId: number): Promise<void> {
    const callId = this.#call?.callId;
    if (callId === undefined) return;
    await ask('linkRequest', { id: requestId, body: { callId } });
    if (this.#call?.callId !== callId) return;
    this.#kept.linked = [...this.#kept.linked, requestId];
    this.keep();
  }

  /**
   * Follows the call on the desk. An ended call stays while it is wrapped up, and longer while something is unsaved: that is laid
   * aside when the next call comes, and comes back after it.
   */
  follow(call: DeskCall | null, wrappingUp: boolean): void {
    untrack(() => {
      if (call) {
        this.#show(call, false);
        return;
      }
      const last = this.#call ?? readKept('sessionStorage', 'last-call', deskCall);
      const stays =
        last !== null && (wrappingUp || isUnsaved(last === this.#call ? this.#kept : workOf(last)));
      this.#show(stays ? last : (laidAside().at(-1) ?? null), true);
    });
  }

  /** The operator is done with an ended call, or with a resident found without one. */
  close(): void {
    if (this.#call && this.#ended) {
      this.#kept.draft = noWork().draft;
      this.#show(laidAside().findLast(({ callId }) => callId !== this.#call?.callId) ?? null, true);
    } else this.choose(null);
  }

  choose(chosen: Resident | null): void {
    this.#searching = false;
    this.#kept.chosen = chosen;
    this.#card = null;
    this.keep();
    if (chosen) void this.loadCard();
  }

  searchAgain(): void {
    this.#kept.chosen = null;
    this.#searching = true;
    this.keep();
  }

  keep(): void {
    keepWork(this.#call, $state.snapshot(this.#kept));
  }

  async loadCard(): Promise<void> {
    const id = this.#kept.chosen?.id;
    if (id === undefined) return;
    this.#cardFailed = false;
    try {
      const card = await ask('card', { id });
      if (this.#kept.chosen?.id === id) this.#card = card;
    } catch (error) {
      console.warn('the card was not loaded', error);
      this.#cardFailed = true;
    }
  }

  /**
   * Writes the request down; the answer carries its number. Sent again after no answer came it is one request, and what was typed
   * beside it since then is of the next.
   */
  async write(): Promise<string> {
    const call = this.#call;
    const from = call?.callId ?? null;
    this.#saving.add(from);
    try {
      return await this.#writeOf(call);
    } finally {
      this.#saving.delete(from);
    }
  }

  async #writeOf(call: DeskCall | null): Promise<string> {
    const deskKey = this.draft.deskKey ?? newDeskKey();
    this.draft.deskKey = deskKey;
    this.keep();
    const sent = { ...this.draft };
    const { category, text } = sent;
    const written = await ask('writeRequest', {
      body: {
        deskKey,
        callId: call?.callId ?? null,
        residentId: this.resident?.id ?? null,
        category,
        text,
        place: this.place,
        phone: this.phone || null,
      },
    });
    const isAllOfIt = written.text === text.trim();
    if (this.#call?.callId !== call?.callId) {
      // Another call came before the answer: what was laid aside as unsaved is saved now.
      if (isAllOfIt) forgetWork(call);
      return written.number;
    }
    this.#kept.written = [written, ...this.#kept.written];
    const saved = { ...sent, category: written.category, text: isAllOfIt ? text : written.text };
    this.#kept.draft = typedSince(saved, this.draft);
    this.keep();
    void this.loadCard();
    return written.number;
  }

  #show(next: DeskCall | null, ended: boolean): void {
    const changed = next?.callId !== this.#call?.callId;
    if (changed && this.#call) this.#part(this.#call);
    this.#ended = ended && next !== null;
    this.#call = next;
    if (next && !ended) keep('sessionStorage', 'last-call', next);
    if (changed) this.#load();
  }

  #load(): void {
    this.#searching = false;
    this.#card = null;
    this.#kept = workOf(this.#call);
    void this.loadCard();
  }

  #part(call: DeskCall): void {
    forget('sessionStorage', 'last-call');
    if (isUnsaved(this.#kept)) {
      layAside(call);
      notices.told(t('this.aside'));
    } else forgetWork(call);
  }
}

export const work = new Work();
