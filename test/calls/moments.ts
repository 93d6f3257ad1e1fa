import type { AskedOfCaller, Step } from '../../events.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import type { World } from '../town/world.ts';

/** A step of a conversation: something is said, or a message is recorded. */
export interface Moment {
  /** `said <prompt>`, `records <question>` */
  name: string;
  /** How many questions were answered before. */
  answered: number;
}

/** What happens in the call of one number, as Holos tells it, in these flows that lead into each other. */
export class Moments {
  readonly #flows: readonly string[];
  readonly #number: string;
  readonly #stops: (() => void)[];
  readonly #waiting = new Set<() => void>();
  readonly #all: Moment[] = [];
  readonly #asked: { question: AskedOfCaller; before: number }[] = [];
  #answered = 0;
  #said = 0;
  #callId: string | undefined;
  #isInFlows = false;
  #isOver = false;

  /** @param number of a caller who has no call yet */
  constructor({ holos }: World, number: string, flows: readonly string[]) {
    this.#number = number;
    this.#flows = flows;
    this.#stops = [
      holos.bus.on('step', (step) => this.#step(step)),
      holos.bus.on('question', (question) => this.#question(question)),
    ];
  }

  /** Each by name once, as it came first. */
  get all(): Moment[] {
    return this.#all.filter(({ name }, at) => at === this.#all.findIndex((one) => one.name === name));
  }

  /** The next question that is to be answered, as soon as it is asked; undefined when the flows, or the call, are over. */
  async question(): Promise<AskedOfCaller | undefined> {
    await this.#until(() => this.#asked.length > this.#answered || this.#isOver);
    return this.#asked[this.#answered]?.question;
  }

  /** All of its words have begun to be said. */
  async isHeard(): Promise<void> {
    const { question, before } = this.#asked[this.#answered] ?? { before: 0 };
    await this.#until(() => this.#said >= before + (question?.words.length ?? 0) || this.#isOver);
  }

  /** It is being answered. */
  answers(): void {
    this.#answered++;
  }

  /** Resolves when this has happened. */
  async until(name: string): Promise<void> {
    await this.#until(() => this.#all.some((one) => one.name === name));
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  async #until(isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    const came = await waitFor<true>(
      (done) => {
        const look = () => isSo() && done(true);
        this.#waiting.add(look);
        return () => this.#waiting.delete(look);
      },
      { limitMs: 60_000 },
    );
    const names = this.#all.map(({ name }) => name).join(', ');
    if (!came) throw new Error(`nothing more happens to ${this.#number} after ${names}`);
  }

  #step(step: Step): void {
    if (step.kind === 'arrived' && step.number === this.#number) this.#callId = step.callId;
    if (step.callId !== this.#callId) return;
    if (step.kind === 'flow') {
      if (this.#isInFlows && !this.#flows.includes(step.flow)) this.#isOver = true;
      this.#isInFlows = this.#flows.includes(step.flow);
    }
    if (step.kind === 'ended') this.#isOver = true;
    if (step.kind === 'said' && this.#isInFlows) {
      this.#said++;
      this.#happens(`said ${step.prompt}`);
    }
    this.#look();
  }

  #question(question: AskedOfCaller): void {
    if (question.callId !== this.#callId || !this.#isInFlows) return;
    this.#asked.push({ question, before: this.#said });
    // Of any other the words are told.
    if (question.kind === 'voice') this.#happens(`records ${question.name}`);
    this.#look();
  }

  #happens(name: string): void {
    this.#all.push({ name, answered: this.#answered });
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }
}
