import type { Language } from '../../config/company.ts';
import { HolosError } from '../../errors.ts';
import type { TownCall } from './call.ts';
import { type Deferred, deferred, within } from './waiting.ts';

/** What a resident does when called: it rings until the behaviour answers or refuses; at its end a call that goes on is hung up. */
export type Behaviour = (call: TownCall) => Promise<void>;

export interface AnswerOptions {
  /** How long it rings first; 1,000 unless told. */
  readonly afterMs?: number;
  /** What is heard then: "hello", an answering machine's greeting with its tone, or nothing. A person unless told. */
  readonly as?: 'person' | 'machine' | 'silence';
  /** Which keys are pressed, each when its prompt is heard. */
  readonly keys?: readonly { readonly when: string; readonly press: string }[];
  /** Hangs up so long after the last key; without it the resident waits until the other end hangs up. */
  readonly hangsUpAfterMs?: number;
}

export interface CallOptions {
  /** The language whose prompts are awaited. */
  readonly language?: Language;
  /** What stands in From in place of the resident's number; null withholds it. */
  readonly from?: string | null;
  /** How long it may ring; 60 s unless told. */
  readonly ringMs?: number;
}

/** What a resident needs of the town. */
export interface TownOfResident {
  place(number: string | null, dialled: string, options: CallOptions): Promise<TownCall>;
  sentence(name: string, language: Language): Promise<string>;
}

/** Somebody with a telephone number. */
export class Resident {
  readonly number: string | null;
  readonly language: Language;
  readonly #town: TownOfResident;
  #behaviour: Behaviour = (call) => call.refuses('no-such-number');
  #next: Deferred<TownCall> = deferred();
  /** All calls that came in, the oldest first. */
  readonly received: TownCall[] = [];

  constructor(town: TownOfResident, number: string | null, language: Language) {
    this.#town = town;
    this.number = number;
    this.language = language;
  }

  /** Dials; resolves when the INVITE is out. */
  calls(dialled: string, options: CallOptions = {}): Promise<TownCall> {
    return this.#town.place(this.number, dialled, { language: this.language, ...options });
  }

  /** The next call that comes in. @throws HolosError `town.not-called` after the limit */
  async isCalled(limitMs = 15_000): Promise<TownCall> {
    const call = await within(this.#next.promise, limitMs);
    if (call) return call;
    throw new HolosError('town.not-called', `${this.number} was not called within ${limitMs} ms.`);
  }

  behaves(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  answers(options: AnswerOptions = {}): void {
    this.behaves((call) => this.#answer(call, options));
  }

  isBusy(): void {
    this.behaves((call) => call.refuses('busy'));
  }

  rejects(): void {
    this.behaves((call) => call.refuses('rejected'));
  }

  hasNoTelephone(): void {
    this.behaves((call) => call.refuses('no-such-number'));
  }

  /** The network is full. */
  cannotBeReached(): void {
    this.behaves((call) => call.refuses('congestion'));
  }

  doesNotAnswer(): void {
    this.behaves(async (call) => {
      await call.ended(300_000);
    });
  }

  /** Called by the town. */
  async receive(call: TownCall): Promise<void> {
    this.received.push(call);
    const told = this.#next;
    this.#next = deferred();
    told.resolve(call);
    await this.#behaviour(call);
  }

  async #answer(call: TownCall, options: AnswerOptions): Promise<void> {
    const { afterMs = 1000, as = 'person', keys = [], hangsUpAfterMs } = options;
    if (await call.isOverWithin(afterMs)) return;
    await call.answers();
    if (as !== 'silence')
      await call.says(await this.#town.sentence(as === 'person' ? 'hello' : 'machine', this.language));
    for (const { when, press } of keys) {
      await call.hears(when, {}, { limitMs: 60_000 });
      await call.presses(press);
    }
    if (!(await call.isOverWithin(hangsUpAfterMs ?? 300_000))) await call.hangsUp();
  }
}
