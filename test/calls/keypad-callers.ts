import { setTimeout as pause } from 'node:timers/promises';
import type { Language } from '../../config/company.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { Step } from '../../events.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import { type PhoneCall, Phones } from '../bench/phones.ts';
import { encode } from '../town/sound/g711.ts';
import { readWav } from '../town/sound/wav.ts';
import type { World } from '../town/world.ts';

/**
 * Callers who press keys, or speak, when it is their turn and do not listen: what is said to them is read from the log of events. Dozens of
 * them cost next to nothing, so they call at once where a town of listeners would be too much for one machine.
 */
export class KeypadCallers {
  readonly #world: World;
  readonly #phones: Phones;
  readonly #numbers = new Map<string, string>();
  /** Prompts and keys, as they came. */
  readonly #said = new Map<string, string[]>();
  readonly #waiting = new Set<() => void>();
  readonly #stop: () => void;

  static async open(world: World, count: number): Promise<KeypadCallers> {
    const phones = await Phones.open('127.0.0.2', { address: '127.0.0.1', port: world.settings.ports.sip });
    await phones.warm(count);
    return new KeypadCallers(world, phones);
  }

  private constructor(world: World, phones: Phones) {
    this.#world = world;
    this.#phones = phones;
    this.#stop = world.holos.bus.on('step', (step) => this.#hear(step));
  }

  close(): void {
    this.#stop();
    this.#phones.close();
  }

  /**
   * Calls the hotline 750-600; resolves when the greeting has begun.
   * @param language that is known of the number; null: it is left as it is, and a new number is asked for it
   */
  async calls(number: string, language: Language | null = 'uk'): Promise<KeypadCaller> {
    if (language) await rememberLanguage(this.#world.db, number, language);
    this.#said.delete(number);
    const call = await this.#phones.call('750600', number);
    const caller = new KeypadCaller(call, (prompt, times) => this.#until(number, prompt, times));
    await caller.until('greeting.750-600');
    return caller;
  }

  /** Resolves when this prompt has begun for the n-th time in the call of this number. */
  async #until(number: string, prompt: string, times: number): Promise<void> {
    const isSaid = () => (this.#said.get(number) ?? []).filter((one) => one === prompt).length >= times;
    if (isSaid()) return;
    const heard = await waitFor<true>(
      (done) => {
        const look = () => isSaid() && done(true);
        this.#waiting.add(look);
        return () => this.#waiting.delete(look);
      },
      { limitMs: 60_000 },
    );
    if (!heard)
      throw new Error(`${number} was not told ${prompt}, but: ${this.#said.get(number)?.join(', ')}`);
  }

  #hear(step: Step): void {
    if (step.kind === 'arrived' && step.number) this.#numbers.set(step.callId, step.number);
    const number = this.#numbers.get(step.callId);
    if ((step.kind !== 'said' && step.kind !== 'key') || !number) return;
    const what = step.kind === 'said' ? step.prompt : step.key;
    this.#said.set(number, [...(this.#said.get(number) ?? []), what]);
    for (const look of [...this.#waiting]) look();
  }
}

export class KeypadCaller {
  readonly #call: PhoneCall;
  /** Resolves when this prompt has begun for the n-th time. */
  readonly until: (prompt: string, times?: number) => Promise<void>;

  constructor(call: PhoneCall, until: (prompt: string, times: number) => Promise<void>) {
    this.#call = call;
    this.until = (prompt, times = 1) => until(prompt, times);
  }

  async presses(keys: string): Promise<void> {
    for (const key of keys) {
      await this.#call.rtp.press(key);
      // Fingers leave a key before they are on the next.
      await pause(60);
    }
  }

  /** Says what is in this file. Resolves when it is said. */
  async says(file: string): Promise<void> {
    await this.#call.rtp.says(encode('alaw', await readWav(file)));
  }

  hangsUp(): Promise<void> {
    return this.#call.hangsUp();
  }
}
