import type { Language } from '../../config/company.ts';
import type { AskedOfCaller } from '../../events.ts';
import { telephoneBehindMs } from '../asterisk/last-word.ts';
import { ask, type Question } from './ask.ts';
import { isToSpeak } from './before-signal.ts';
import { CallLife } from './call-life.ts';
import type { CallFacts, CallParts, Parameters, Utterance } from './call-parts.ts';
import { choose, type Menu } from './choose.ts';
import { Detour } from './detour.ts';
import { type Playable, type PlayOptions, play } from './play.ts';
import { type Proposal, propose, tell } from './propose.ts';
import { type Message, noMessage, record } from './record.ts';
import { untilFired } from './waiting.ts';

type Asking = Omit<AskedOfCaller, 'callId' | 'words'> & { prompts?: readonly Utterance[] };

/**
 * One call as a flow sees it. Every verb takes the call's signal by itself and rejects with its reason when the caller
 * hangs up, the longest call time is over, or Holos shuts down: a flow never checks for it.
 */
export class Call extends CallLife {
  /** When the last sound had been sent, in the time of `performance.now()`. */
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(facts: CallFacts, parts: CallParts) {
    super(facts, parts);
    parts.live.set(this.id, this);
  }

  /** Tells who follows this call from beside it what is asked now; it is put in words only for one who reads them. */
  asks({ prompts = [], ...question }: Asking): void {
    const words = () =>
      prompts.map((utterance) => {
        const { prompt, language, parameters } = this.#parted(utterance);
        return { language, prompt, text: this.parts.speaker.words(prompt, language, parameters) };
      });
    this.parts.bus.emit('question', {
      ...question,
      callId: this.id,
      get words() {
        return words();
      },
    });
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

  /**
   * Says it to the end, whatever keys are pressed: for what everyone must have heard, such as what came of an answer. The key of that
   * answer pressed again meanwhile says nothing new; others stay for the menu that follows.
   */
  async sayWhole(...utterances: Utterance[]): Promise<void> {
    for (const utterance of utterances) await this.#utter(utterance);
    this.keys.forgetRepeats();
  }

  /**
   * Those of them that can be said, their sounds made ready: of a prompt that somebody has named beside Holos nobody knows whether it is still
   * there. `fault` is told of each of the others.
   */
  async sayable(
    utterances: readonly Utterance[],
    fault: (error: unknown, utterance: Utterance) => void,
  ): Promise<Utterance[]> {
    const ready: Utterance[] = [];
    for (const utterance of utterances) {
      const { prompt, language, parameters } = this.#parted(utterance);
      try {
        await this.parts.speaker.say(prompt, language, parameters);
        ready.push(utterance);
      } catch (error) {
        fault(error, utterance);
      }
    }
    this.signal.throwIfAborted();
    return ready;
  }

  /** The telephone has played what was said last, or whoever waits for that is told to go on; never fails. */
  async lastWordHeard(signal = this.signal): Promise<void> {
    const limitMs = this.#sentAt + telephoneBehindMs - performance.now();
    if (limitMs > 0) await untilFired(signal, limitMs);
  }

  /** One sentence to a caller whose flow is over already but who is still on the line; never fails. */
  async farewell(prompt: string, signal: AbortSignal): Promise<void> {
    try {
      const sounds = await this.parts.speaker.say(prompt, this.language);
      this.step({ kind: 'said', prompt, text: this.parts.speaker.words(prompt, this.language) });
      const fault = (error: unknown) => this.parts.log.debug({ err: error, callId: this.id }, 'not stopped');
      await this.#play(sounds, { signal, fault });
      await this.lastWordHeard(signal);
    } catch (error) {
      // The caller may have gone in the middle of it: then nobody misses the sentence. It is still to be seen why.
      this.parts.log.debug({ err: error, callId: this.id }, 'the last words were not heard');
    }
  }

  /** Asks for one key of a menu. Null when the caller has chosen nothing in all tries. */
  choose(menu: Menu): Promise<string | null> {
    return choose(this, menu);
  }

  /** Asks for digits. @returns what they mean; null when the caller has given none in all tries */
  ask<Answer>(question: Question<Answer>): Promise<Answer | null> {
    return ask(this, question);
  }

  /** Says one prompt after another, and again for `*`, until `thinkMs` after the last; 9 tells it in another language. */
  tell(prompts: readonly Utterance[], thinkMs = 0): Promise<void> {
    return tell(this, prompts, thinkMs);
  }

  /** Proposes something by one key; `*` and 9 as in `tell`. False when it was not pressed; any other key stays for the question that follows. */
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
   * After the words and the signal, records what the caller says until `#`, eight seconds of silence, or the longest time, in a file of its
   * own. A hang-up ends it, too, and so does `0`: what was said until then is given to `ifLeft` before the verb rejects. Who ends
   * it before the signal has left a message without a voice.
   */
  async record(options: {
    name: string;
    prompts: readonly Utterance[];
    longestMs: number;
    /** Loses nothing of one who leaves. */
    ifLeft: (message: Message) => Promise<void>;
  }): Promise<Message> {
    const { name, prompts, longestMs, ifLeft } = options;
    const file = `messages/${this.id}-${name}-${Date.now()}`;
    if (!(await isToSpeak(this, prompts))) return noMessage(file);
    await play(this.node, this.id, [await this.parts.speaker.signal()], {
      signal: this.signal,
      fault: () => undefined,
    });
    this.asks({ name, kind: 'voice', keys: '#', wording: 0 });
    const { message, endKey } = await record(this.node, {
      callId: this.id,
      root: this.parts.recordings,
      file,
      longestMs,
      signal: this.signal,
      keys: this.keys,
    });
    this.step({ kind: 'message', name, durationMs: message.durationMs, voicedMs: message.voicedMs });
    if (this.signal.aborted || endKey === '0') await ifLeft(message);
    this.signal.throwIfAborted();
    if (endKey === '0') throw new Detour('person');
    return message;
  }

  /** Plays a sound that is no prompt: what a caller has said. A key stops it and stays for the menu that follows. */
  async playSound(sound: Playable): Promise<'played' | 'stopped'> {
    return play(this.node, this.id, [sound], {
      keys: this.keys,
      signal: this.signal,
      fault: (error) => this.parts.log.warn({ err: error, callId: this.id }, 'a sound could not be stopped'),
    });
  }

  async #utter(
    utterance: Utterance,
    { keys, signal = this.signal, before }: Partial<Pick<PlayOptions, 'keys' | 'signal' | 'before'>> = {},
  ): Promise<'played' | 'stopped'> {
    const { prompt, language, parameters } = this.#parted(utterance);
    const sounds = await this.parts.speaker.say(prompt, language, parameters);
    signal.throwIfAborted();
    const told = () => {
      const text = this.parts.speaker.words(prompt, language, parameters);
      this.step({ kind: 'said', prompt, text });
      this.parts.bus.emit('speech', { callId: this.id, language, prompt, text, sounds });
    };
    const fault = (error: unknown) =>
      this.parts.log.warn({ err: error, callId: this.id }, 'a prompt could not be stopped');
    if (before) {
      const done = () => {
        before.done();
        told();
      };
      return this.#play(sounds, { keys, signal, fault, before: { ...before, done } });
    }
    told();
    return this.#play(sounds, { keys, signal, fault });
  }

  async #play(sounds: readonly Playable[], options: PlayOptions): Promise<'played' | 'stopped'> {
    const end = await play(this.node, this.id, sounds, options);
    this.#sentAt = performance.now();
    return end;
  }

  #parted(utterance: Utterance): { prompt: string; language: Language; parameters?: Parameters } {
    const [prompt, parameters, language = this.language] =
      typeof utterance === 'string' ? [utterance] : utterance;
    return { prompt, language, ...(parameters && { parameters }) };
  }
}
