import { setTimeout as pause } from 'node:timers/promises';
import type { DeskCall } from '../../agent-desk/contract/shapes.ts';
import type { Language } from '../../config/company.ts';
import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { TownCall } from './call.ts';
import { DeskClient } from './desk-client.ts';
import { type Phone, registerPhone } from './phone.ts';
import type { Town } from './town.ts';

export interface SimulatedOperatorOptions {
  readonly town: Town;
  /** Where the desk is served, e.g. http://127.0.0.1:5080. */
  readonly desk: string;
  readonly login: string;
  readonly password: string;
  /** From 0 to 1, as Math.random gives. */
  readonly random: () => number;
  /** Who is simulated, by the operators' ids; each adds itself. All others are people, and people go first. */
  readonly simulated: Set<number>;
  readonly log: Logger;
}

const working = new Set(['ready', 'ringing', 'talking', 'wrap-up']);
/** What may be written down: the category, and the sentence of sentences.yaml that tells it. */
const requests = [
  ['no-heat', 'no-heating'],
  ['leak', 'leak'],
  ['lift', 'lift'],
] as const;

/** Of both companies that come with Holos; the more likely stand twice. */
const dispositions = ['request', 'request', 'advice', 'advice', 'status', 'complaint', 'no-talk'] as const;

/**
 * An operator without a body, at a desk without a screen:
 *
 *     away ──no person is ready──▶ ready ──offered──▶ card shown ──rings──▶ talks ──▶ wrap-up ──▶ ready
 *       ▲                            │ a person is ready
 *       └────────── pause ◀──────────┘
 *
 * It does what the state of its desk asks for, one thing at a time, and looks again after every change.
 */
export class SimulatedOperator {
  readonly #options: SimulatedOperatorOptions;
  #desk: DeskClient | undefined;
  #phone: Phone | undefined;
  #acting: Promise<void> | undefined;
  #shown: string | undefined;
  #stopped = false;

  /** Logs in, registers the phone, and works until `stop`. */
  static async start(options: SimulatedOperatorOptions): Promise<SimulatedOperator> {
    const operator = new SimulatedOperator(options);
    try {
      await operator.#begin();
    } catch (error) {
      // A link that is left open would take the desk from the next who begins.
      operator.#desk?.close();
      throw error;
    }
    return operator;
  }

  private constructor(options: SimulatedOperatorOptions) {
    this.#options = options;
  }

  /** Somebody else opened the desk of this operator, or the session is over. */
  get isGone(): boolean {
    return this.#desk?.loggedOut !== undefined;
  }

  /** A person sits at this desk now. */
  get isTakenOver(): boolean {
    return this.#desk?.loggedOut === 'other-desk';
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#acting;
    await this.#phone?.unregister();
    await this.#desk?.send('DELETE', '/api/session').catch((error: unknown) => this.#note(error));
    this.#desk?.close();
  }

  async #begin(): Promise<void> {
    const { town, desk, login, password } = this.#options;
    this.#desk = await DeskClient.logIn(desk, { login, password }, () => this.#look());
    this.#options.simulated.add(this.#desk.state.me.id);
    this.#phone = await registerPhone(town, this.#desk.state.phone);
    this.#phone.owner.behaves((call) => this.#talk(call));
    await this.#desk.ask('phone', 'registered');
    this.#look();
  }

  #look(): void {
    if (this.#acting || this.#stopped || !this.#phone || !this.#desk || this.isGone) return;
    this.#acting = this.#act(this.#desk)
      .then((acted) => {
        this.#acting = undefined;
        if (acted) this.#look();
      })
      .catch((error: unknown) => {
        this.#acting = undefined;
        this.#note(error);
      });
  }

  /** Does the one thing that is due; false when nothing is. */
  async #act(desk: DeskClient): Promise<boolean> {
    const { me, call, colleagues } = desk.state;
    const people = colleagues.some((one) => working.has(one.state) && !this.#options.simulated.has(one.id));
    // The same call may be offered again: each offer has its own beginning.
    const offer = call?.stage === 'ringing' ? `${call.callId} ${call.since}` : undefined;
    if (call && offer && offer !== this.#shown) {
      this.#shown = offer;
      await desk.ask('card-shown', call.callId);
      return true;
    }
    if (me.state === 'wrap-up') {
      await pause(this.#between(2000, 5000));
      if (desk.state.me.state === 'wrap-up') await desk.wrapsUp(this.#oneOf(dispositions));
      return true;
    }
    if (people && me.state === 'ready') {
      await desk.ask('pause', 'break');
      return true;
    }
    if (!people && (me.state === 'paused' || me.state === 'missed')) {
      await desk.ask('ready');
      return true;
    }
    return false;
  }

  /** A talk as it usually goes: hello, listen, "I am writing it down", goodbye. */
  async #talk(call: TownCall): Promise<void> {
    if (await call.isOverWithin(this.#between(1000, 2000))) return;
    await call.answers();
    const talk = this.#desk?.state.call;
    const language = talk?.language ?? 'uk';
    await this.#say(call, 'operator-hello', language);
    if (await call.isOverWithin(this.#between(5000, 9000))) return;
    await this.#say(call, 'operator-noted', language);
    if (talk && this.#options.random() < 0.5) await this.#write(talk);
    if (await call.isOverWithin(this.#between(2000, 4000))) return;
    await this.#say(call, 'operator-goodbye', language);
    if (await call.isOverWithin(this.#between(1000, 3000))) return;
    await this.#endsTheTalk(talk?.callId);
    await call.isOverWithin(5000);
  }

  /** He may have been asked for help by a colleague, and the call may have been handed over to him meanwhile. */
  async #endsTheTalk(callId: string | undefined): Promise<void> {
    const talk = this.#desk?.state.call;
    if (talk && talk.callId === callId)
      await this.#desk?.ask(talk.askedBy === null ? 'end' : 'leave', callId);
  }

  async #say(call: TownCall, sentence: string, language: Language): Promise<void> {
    if (!call.isOver) await call.says(await this.#options.town.sentence(sentence, language));
  }

  async #write({ callId, card, number }: DeskCall): Promise<void> {
    const [resident] = card.residents;
    const { town } = this.#options;
    const [category, sentence] = this.#oneOf(requests);
    // The operators of the demo write in Ukrainian.
    const text = town.words(sentence, 'uk');
    const place = resident
      ? `${resident.building.street}, ${resident.building.house}, кв. ${resident.flat}`
      : '';
    const residentId = resident?.id ?? null;
    const body = { callId, residentId, category, text, place, phone: number };
    await this.#desk?.send('POST', '/api/requests', body);
  }

  #oneOf<T>(all: readonly T[]): T {
    return all[Math.floor(this.#options.random() * all.length)] as T;
  }

  #between(least: number, most: number): number {
    return least + this.#options.random() * (most - least);
  }

  #note(error: unknown): void {
    // A verb that came a moment too late is nothing: the next change of the desk says what is due.
    if (codeOf(error) === 'desk.not-now') return;
    this.#options.log.warn({ err: error, login: this.#options.login }, 'a simulated operator failed');
  }
}
