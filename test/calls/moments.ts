import type { AskedOfCaller, Step } from '../../events.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import type { World } from '../town/world.ts';

/** What happens in the call of one number, as Holos tells it: `asked <question>` and `said <prompt>`, in order, in one flow. */
export class Moments {
  readonly #flow: string;
  readonly #number: string;
  readonly #stops: (() => void)[];
  readonly #waiting = new Set<() => void>();
  readonly #happened: { name: string; question?: AskedOfCaller }[] = [];
  #callId: string | undefined;
  #isInFlow = false;
  #isOver = false;

  /** @param number of a caller who has no call yet */
  constructor({ holos }: World, number: string, flow: string) {
    this.#number = number;
    this.#flow = flow;
    this.#stops = [
      holos.bus.on('step', (step) => this.#step(step)),
      holos.bus.on('question', (question) => {
        if (question.callId === this.#callId) this.#happens(`asked ${question.name}`, question);
      }),
    ];
  }

  /** Each name once, as it came first. */
  get names(): string[] {
    return [...new Set(this.#happened.map(({ name }) => name))];
  }

  /** The questions of the flow, each when all of its words have begun to be said; ends with the flow, or when the call is over. */
  async *questions(): AsyncGenerator<AskedOfCaller> {
    for (let at = 0; ; at++) {
      await this.#until(() => at < this.#happened.length || this.#isOver);
      const asked = this.#happened[at];
      if (!asked) return;
      const { question } = asked;
      if (!question) continue;
      await this.#until(() => this.#happened.length > at + question.words.length || this.#isOver);
      yield question;
    }
  }

  /** Resolves when this has happened for the first time. */
  async until(name: string): Promise<void> {
    await this.#until(() => this.names.includes(name));
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
    if (!came) throw new Error(`nothing more happens to ${this.#number} after ${this.names.join(', ')}`);
  }

  #step(step: Step): void {
    if (step.kind === 'arrived' && step.number === this.#number) this.#callId = step.callId;
    if (step.callId !== this.#callId) return;
    if (step.kind === 'flow') {
      if (this.#isInFlow && step.flow !== this.#flow) this.#isOver = true;
      this.#isInFlow = step.flow === this.#flow;
    }
    if (step.kind === 'ended') this.#isOver = true;
    if (step.kind === 'said') this.#happens(`said ${step.prompt}`);
    for (const look of [...this.#waiting]) look();
  }

  #happens(name: string, question?: AskedOfCaller): void {
    if (!this.#isInFlow) return;
    this.#happened.push({ name, ...(question && { question }) });
    for (const look of [...this.#waiting]) look();
  }
}
