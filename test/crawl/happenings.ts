import type { AskedOfCaller, Bus, HolosEvents, Step } from '../../events.ts';
import { data } from './answers.ts';

/** What a caller meets next: a question, or the end of the way. */
export type Happening =
  | { kind: 'answered' }
  | { kind: 'question'; question: AskedOfCaller; flow: string; turn: number }
  | { kind: 'person' }
  | { kind: 'ended'; reason: string };

export type Speech = HolosEvents['speech'];

/** One call as its own log tells it, from its first step on. */
export class Happenings {
  readonly #number: string;
  readonly #stops: (() => void)[];
  readonly #waiting: Happening[] = [];
  #wake: (() => void) | undefined;
  #callId: string | undefined;
  /** Those sentences of the call that promise an SMS. */
  readonly promisedSms = new Set<string>();
  /** How often a question got no key in its time. */
  silences = 0;
  #flow = '';
  /** A flow had a fault in this call. */
  broken = false;
  /** What was said since this was last emptied. */
  said: { prompt: string; text: string }[] = [];
  /** What was noted since the main menu. */
  noted = new Set<string>();
  onKey: () => void = () => undefined;
  onSpeech: (speech: Speech) => void = () => undefined;

  /** @param number of the caller, which no other call may have meanwhile */
  constructor(bus: Bus, number: string) {
    this.#number = number;
    this.#stops = [
      bus.on('step', (step) => this.#step(step)),
      bus.on('question', (question) => {
        if (question.callId !== this.#callId) return;
        this.#happens({ kind: 'question', question, flow: this.#flow, turn: this.#turn });
      }),
      bus.on('speech', (speech) => {
        if (speech.callId === this.#callId) this.onSpeech(speech);
      }),
    ];
  }

  /** Undefined until the call has arrived. */
  get callId(): string | undefined {
    return this.#callId;
  }

  /** Something has happened that nobody has looked at yet. */
  get isAhead(): boolean {
    return this.#waiting.length > 0;
  }

  /** How many things the flow is through with, where it asks the same of each. */
  get #turn(): number {
    const prefix = data.turns[this.#flow];
    return prefix === undefined ? 0 : [...this.noted].filter((name) => name.startsWith(prefix)).length;
  }

  /** Undefined when nothing happens within the limit. */
  async next(limitMs: number): Promise<Happening | undefined> {
    if (this.#waiting.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    return this.#waiting.shift();
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #happens(happening: Happening): void {
    this.#waiting.push(happening);
    this.#wake?.();
  }

  #step(step: Step): void {
    if (step.kind === 'arrived' && step.number === this.#number) this.#callId = step.callId;
    if (step.callId !== this.#callId) return;
    switch (step.kind) {
      case 'flow':
        this.#flow = step.flow;
        if (step.flow === 'mainMenu') this.noted.clear();
        break;
      case 'said':
        this.said.push({ prompt: step.prompt, text: step.text });
        if (step.prompt in data.bySms) this.promisedSms.add(step.prompt);
        break;
      case 'silence':
        this.silences++;
        break;
      case 'key':
        this.onKey();
        break;
      case 'noted':
        this.noted.add(step.name);
        break;
      case 'interrupted':
        this.broken ||= step.why === 'bug';
        break;
      case 'answered':
        this.#happens({ kind: 'answered' });
        break;
      case 'waiting':
        this.#happens({ kind: 'person' });
        break;
      case 'ended':
        this.#happens({ kind: 'ended', reason: step.reason });
        break;
    }
  }
}
