import type { Language } from '../../config/company.ts';
import type { AskedOfCaller, Bus, CallEnd, StepData } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { AriEvent, AsteriskNode } from '../asterisk/node.ts';
import { Answers } from './answers.ts';
import { ask, type Question } from './ask.ts';
import { choose, type Menu } from './choose.ts';
import { CallOver } from './ended.ts';
import { Keys } from './keys.ts';
import { type Playable, type PlayOptions, play } from './play.ts';
import { type Proposal, propose } from './propose.ts';
import { type Message, record } from './record.ts';
import { isGone, Room, unlessGone } from './room.ts';

export type Parameters = Readonly<Record<string, string | number | Date>>;

/** Who turns a prompt's name into sounds and words; `speech` is given here by the composition root. */
export interface Speaker {
  say(prompt: string, language: Language, parameters?: Parameters): Promise<readonly Playable[]>;
  words(prompt: string, language: Language, parameters?: Parameters): string;
  /** The tone after which a caller speaks. */
  signal(): Promise<Playable>;
}

/** What is known of a call from its first moment. */
export interface CallFacts {
  /** The id of the resident's channel; begins with the node's name. */
  id: string;
  direction: 'in' | 'out';
  hotline: string;
  /** The resident's number in E.164, or null when withheld or senseless. Context, not proof. */
  number: string | null;
  language: Language;
  arrivedAt: Date;
  /** What is known already, of a call that is taken up again. */
  residentIds?: readonly number[];
  answers?: ReadonlyMap<string, unknown>;
}

export interface CallParts {
  node: AsteriskNode;
  bus: Bus;
  speaker: Speaker;
  log: Logger;
  /** The calls that go on, by id: a call enters when it is made and leaves when it has ended. */
  live: Map<string, Call>;
  /** The folder of recordings, where Asterisk writes what callers say. */
  recordings: string;
}

/** The longest voice message, unless told. */
const usualMessageMs = 180_000;

type Asking = Omit<AskedOfCaller, 'callId' | 'words'> & { prompts?: readonly Utterance[] };

/** One prompt with what it speaks of; in the call's language unless another is named. */
export type Utterance = string | readonly [prompt: string, parameters?: Parameters, language?: Language];

/**
 * One call as a flow sees it. Every verb takes the call's signal by itself and rejects with its reason when the caller
 * hangs up, the longest call time is over, or Holos shuts down: a flow never checks for it.
 */
export class Call {
  readonly id: string;
  readonly node: AsteriskNode;
  readonly direction: 'in' | 'out';
  readonly hotline: string;
  readonly number: string | null;
  readonly arrivedAt: Date;
  readonly room: Room;
  readonly keys = new Keys((key, at) => this.#keyUsed(key, at));
  /** Answers of this run of a flow, so that nothing is asked twice. */
  readonly answers: Answers;
  /** Who has this number, as far as is known. Context, not proof. */
  residentIds: readonly number[];
  /** Whether 0, # and 9 lead out of a flow where it gives them no meaning; see `Detour`. */
  detours = false;
  /** The keys pressed now are a secret: the log of events is not told which. */
  keysAreSecret = false;
  language: Language;
  /** What the call has come to so far; the end of the call states it. */
  result: CallEnd['result'] = 'served';
  answered = false;

  readonly #parts: CallParts;
  readonly #over = new AbortController();
  readonly #stopListening: () => void;
  #finished: Promise<void> | undefined;
  /** The caller's channel has ended by itself: there is nothing to hang up. */
  #gone = false;

  constructor(facts: CallFacts, parts: CallParts) {
    this.id = facts.id;
    this.node = parts.node;
    this.direction = facts.direction;
    this.hotline = facts.hotline;
    this.number = facts.number;
    this.language = facts.language;
    this.arrivedAt = facts.arrivedAt;
    this.residentIds = facts.residentIds ?? [];
    this.answers = new Answers(facts.answers);
    this.room = new Room(parts.node, facts.id);
    this.#parts = parts;
    parts.live.set(this.id, this);
    this.#stopListening = parts.node.onSubject(facts.id, (event) => this.#heardOf(event));
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Why the call was over, once it is. */
  get endReason(): CallEnd['reason'] | null {
    return this.#over.signal.aborted ? (this.#over.signal.reason as CallOver).end.reason : null;
  }

  /** Writes one step of this call to the log of events. */
  step(step: StepData): void {
    this.#parts.bus.emit('step', { ...step, callId: this.id, at: new Date() });
  }

  /** Tells who follows this call from beside it what is asked now. */
  asks({ prompts = [], ...question }: Asking): void {
    const words = prompts.map((utterance) => {
      const { prompt, language, parameters } = this.#parted(utterance);
      return { prompt, text: this.#parts.speaker.words(prompt, language, parameters) };
    });
    this.#parts.bus.emit('question', { ...question, words, callId: this.id });
  }

  /** Opens the room around the caller, before the answer, so that the first sound follows the answer at once. */
  async openRoom(): Promise<void> {
    await this.#unlessOver(this.room.open(this.id));
  }

  async answer(): Promise<void> {
    await this.#unlessOver(this.node.ari('channels', 'answer', { channelId: this.id }));
    this.answered = true;
    this.step({ kind: 'answered' });
  }

  /** Answers with the first words ready: they are heard the moment the call is up. A key stops them. */
  async answerSaying(utterance: Utterance): Promise<'said' | 'stopped'> {
    if (this.keys.any) {
      await this.answer();
      return 'stopped';
    }
    const operation = { resource: 'channels', operation: 'answer', parameters: { channelId: this.id } };
    const done = () => {
      this.answered = true;
      this.step({ kind: 'answered' });
    };
    const end = await this.#utter(utterance, { keys: this.keys, before: { operation, done } });
    return end === 'stopped' ? 'stopped' : 'said';
  }

  /** Says one prompt after another; a key stops them at once and stays for the menu that follows. */
  async say(...utterances: Utterance[]): Promise<'said' | 'stopped'> {
    for (const utterance of utterances) {
      this.signal.throwIfAborted();
      if (this.keys.any) return 'stopped';
      if ((await this.#utter(utterance, { keys: this.keys })) === 'stopped') return 'stopped';
    }
    return 'said';
  }

  /** Says it until `stop` fires: for what is only worth hearing while one waits. Keys do not stop it. */
  async sayUntil(stop: AbortSignal, ...utterances: Utterance[]): Promise<'said' | 'stopped'> {
    for (const utterance of utterances) {
      if (stop.aborted) return 'stopped';
      try {
        await this.#utter(utterance, { signal: AbortSignal.any([this.signal, stop]) });
      } catch (error) {
        this.signal.throwIfAborted();
        if (stop.aborted) return 'stopped';
        throw error;
      }
    }
    return 'said';
  }

  /** Says it to the end, whatever keys are pressed: for what everyone must have heard. */
  async sayWhole(...utterances: Utterance[]): Promise<void> {
    for (const utterance of utterances) await this.#utter(utterance);
  }

  /** One sentence to a caller whose flow is over already but who is still on the line; never fails. */
  async farewell(prompt: string, signal: AbortSignal): Promise<void> {
    try {
      const sounds = await this.#parts.speaker.say(prompt, this.language);
      this.step({ kind: 'said', prompt, text: this.#parts.speaker.words(prompt, this.language) });
      const fault = (error: unknown) => this.#parts.log.debug({ err: error, callId: this.id }, 'not stopped');
      await play(this.node, this.id, sounds, { signal, fault });
    } catch (error) {
      // The caller may have gone in the middle of it: then nobody misses the sentence. It is still to be seen why.
      this.#parts.log.debug({ err: error, callId: this.id }, 'the last words were not heard');
    }
  }

  /** Asks for one key of a menu. Null when the caller has chosen nothing in all tries. */
  choose(menu: Menu): Promise<string | null> {
    return choose(this, menu);
  }

  /** Asks for digits. Null when the caller has given none in all tries. */
  ask(question: Question): Promise<string | null> {
    return ask(this, question);
  }

  /** Proposes something by one key. False when it was not pressed; any other key stays for the question that follows. */
  propose(proposal: Proposal): Promise<boolean> {
    return propose(this, proposal);
  }

  /**
   * Asks once in this run of a flow. The answer is written to the log of events, so that a flow that begins again after an
   * interruption asks only for what is missing. Nothing is kept of an answer that is null. Never for secrets.
   */
  async once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.answers.get(name) as T | null | undefined;
    if (known !== undefined && known !== null) return known;
    const value = await ask();
    if (value !== null && value !== undefined) this.note(name, value);
    return value;
  }

  /** Keeps what is known now of a question (JSON), over a restart of the controller; null: it is to be asked again. */
  note(name: string, value: unknown): void {
    this.answers.set(name, value);
    this.step({ kind: 'noted', name, value });
  }

  /**
   * After the signal, records what the caller says until `#`, eight seconds of silence, or the longest time. A hang-up
   * ends it, too: what was said until then is given to `ifLeft` before the verb rejects.
   */
  async record(options: {
    name: string;
    longestMs?: number;
    ifLeft?: (message: Message) => Promise<void>;
  }): Promise<Message> {
    const { name, longestMs = usualMessageMs, ifLeft } = options;
    await play(this.node, this.id, [await this.#parts.speaker.signal()], {
      signal: this.signal,
      fault: () => undefined,
    });
    this.keys.clear();
    this.asks({ name, kind: 'voice', keys: '#', wording: 0 });
    const message = await record(this.node, {
      callId: this.id,
      root: this.#parts.recordings,
      file: `messages/${this.id}-${name}`,
      longestMs,
      signal: this.signal,
      keys: this.keys,
    });
    this.step({ kind: 'message', name, durationMs: message.durationMs, voicedMs: message.voicedMs });
    if (this.signal.aborted) await ifLeft?.(message);
    this.signal.throwIfAborted();
    return message;
  }

  /** Plays a sound that is no prompt: what a caller has said. A key stops it and stays for the menu that follows. */
  async playSound(sound: Playable): Promise<'played' | 'stopped'> {
    return play(this.node, this.id, [sound], {
      keys: this.keys,
      signal: this.signal,
      fault: (error) => this.#parts.log.warn({ err: error, callId: this.id }, 'a sound could not be stopped'),
    });
  }

  /** Music in the room, for everyone who is in it. */
  music(on: boolean): Promise<void> {
    return this.#unlessOver(this.room.music(on));
  }

  /**
   * Asterisk may refuse what concerns a caller who has gone before it tells of the going: after a refusal this looks whether
   * it was that. Then the call is over.
   */
  async lookWhetherGone(): Promise<void> {
    if (!this.signal.aborted && (await isGone(this.node, this.id))) this.#hasGone();
  }

  /** Ends everything that runs for this call: verbs reject with this reason. The first reason stays. */
  over(reason: CallEnd['reason']): void {
    this.#over.abort(new CallOver(reason));
  }

  /**
   * Hangs up, takes the room away and writes the end. Safe to call twice; works when the caller is long gone.
   * The first reason a call was over for is the one that is written, unless a better one is known now (`instead`).
   */
  finish(reason: CallEnd['reason'], { instead = false } = {}): Promise<void> {
    this.#finished ??= this.#finish(reason, instead);
    return this.#finished;
  }

  async #finish(reason: CallEnd['reason'], instead: boolean): Promise<void> {
    this.over(reason);
    // Nobody knows any more what these were for.
    this.keysAreSecret = true;
    this.keys.clear();
    try {
      if (!this.#gone)
        await unlessGone(this.node.ari('channels', 'hangup', { channelId: this.id, reason: 'normal' }));
      await this.room.close();
    } finally {
      this.#stopListening();
      this.#parts.live.delete(this.id);
      const { end } = this.signal.reason as CallOver;
      this.step({ kind: 'ended', result: this.#outcome, reason: instead ? reason : end.reason });
    }
  }

  /** Who went before the answer has had nothing of us, whatever the flow had begun. */
  get #outcome(): CallEnd['result'] {
    const unheard = this.direction === 'in' && !this.answered && this.result === 'served';
    return unheard ? 'abandoned' : this.result;
  }

  async #utter(
    utterance: Utterance,
    { keys, signal = this.signal, before }: Partial<Pick<PlayOptions, 'keys' | 'signal' | 'before'>> = {},
  ): Promise<'played' | 'stopped'> {
    const { prompt, language, parameters } = this.#parted(utterance);
    const sounds = await this.#parts.speaker.say(prompt, language, parameters);
    signal.throwIfAborted();
    const told = () => {
      const text = this.#parts.speaker.words(prompt, language, parameters);
      this.step({ kind: 'said', prompt, text });
      this.#parts.bus.emit('speech', { callId: this.id, language, prompt, text, sounds });
    };
    const fault = (error: unknown) =>
      this.#parts.log.warn({ err: error, callId: this.id }, 'a prompt could not be stopped');
    if (before) {
      const done = () => {
        before.done();
        told();
      };
      return play(this.node, this.id, sounds, { keys, signal, fault, before: { ...before, done } });
    }
    told();
    return play(this.node, this.id, sounds, { keys, signal, fault });
  }

  #parted(utterance: Utterance): { prompt: string; language: Language; parameters?: Parameters } {
    const [prompt, parameters, language = this.language] =
      typeof utterance === 'string' ? [utterance] : utterance;
    return { prompt, language, ...(parameters && { parameters }) };
  }

  #heardOf(event: AriEvent): void {
    switch (event.type) {
      case 'ChannelDtmfReceived':
        if (event.digit) this.keys.press(event.digit);
        break;
      case 'ChannelHangupRequest':
      case 'StasisEnd':
      case 'ChannelDestroyed':
        this.#hasGone();
        break;
    }
  }

  #hasGone(): void {
    this.#gone = true;
    this.over('caller-hung-up');
  }

  /** Digits of a secret may have been pressed ahead: they are told apart when they are used, not when they are pressed. */
  #keyUsed(key: string, at: Date): void {
    this.#parts.bus.emit('step', {
      kind: 'key',
      key: this.keysAreSecret ? '•' : key,
      callId: this.id,
      at,
    });
  }

  /** A request that fails because the caller has just gone is the end of the call, not a fault. */
  async #unlessOver(request: Promise<unknown>): Promise<void> {
    try {
      await request;
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    }
    this.signal.throwIfAborted();
  }
}
