import { setTimeout as pause } from 'node:timers/promises';
import type { Language } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import { smsToNumber } from '../../db/queries/sms.ts';
import type { AskedOfCaller, Bus } from '../../events.ts';
import type { TownCall } from '../town/call.ts';
import type { Town } from '../town/town.ts';
import { type Answer, countsAsTry, data, isKept } from './answers.ts';
import type { Caller, CallerKind, Callers } from './callers.ts';
import { beginning, type Edge, type End, type Graph, type Place, type Way } from './graph.ts';
import { type Happening, Happenings } from './happenings.ts';
import type { Heard } from './heard.ts';
import { Listening } from './listening.ts';
import { neverSent } from './promised-sms.ts';

export interface WalkParts {
  readonly bus: Bus;
  readonly db: Database;
  readonly town: Town;
  readonly callers: Callers;
  readonly heard: Heard;
  readonly graph: Graph;
  readonly dialled: string;
  /** The prompt that is said first. */
  readonly greeting: string;
  readonly kind: CallerKind;
  readonly language: Language;
  /** The key of this language where the language is chosen. */
  readonly languageKey: string;
  /** Told of what only one who walks can notice. */
  readonly finding: (text: string) => void;
}

/** Nothing in a call takes longer: not the sentences before a question, nor a silence. */
const nothingMs = 60_000;
const longestWalkMs = 240_000;
/** When a known way has led elsewhere so often in one call, another one is made. */
const tooMany = 4;
/** Nobody hears a sentence so often while trying to answer a question. */
const tooOften = 3;
/** Two of the same key at once are one answer pressed twice: nobody answers two questions so quickly. */
const sameKeyMs = 700;
/** How long a key takes that is pressed together with others. */
const keyMs = 110;

/**
 * Walks one call: the way to an answer that nobody has tried, then on from there as long as there is something to try near by, and
 * hangs up where that ends.
 */
export async function walk(parts: WalkParts, way: Way): Promise<void> {
  const caller = await parts.callers.next(parts.kind, parts.language, way.like);
  const walking = new Walk(parts, caller, way);
  try {
    await walking.run();
  } finally {
    walking.giveBack();
    parts.callers.done(caller);
  }
}

/** Which language is one's own is asked in all of them. */
const isAskedIn = (language: Language, { words }: AskedOfCaller) =>
  words.length === 0 || words.some((one) => one.language === language);

class Walk {
  readonly #parts: WalkParts;
  readonly #caller: Caller;
  readonly #happenings: Happenings;
  #pressed = { key: 'none', atMs: 0 };
  /** What is still to be answered; nobody has tried the last of it. */
  #way: Edge[];
  /** What was answered in this call. */
  readonly #walked: Edge[] = [];
  /** What is being answered. */
  #answering: Edge | undefined;
  readonly #hearsOut: boolean;
  #surprises = 0;
  /** The first answer was pressed during the greeting. */
  #pressedAhead = false;
  /** What the question is asked with in this call: an account or a reading is another one in each. */
  #words: readonly string[] = [];
  /** How often each text was said since the caller last got on. */
  readonly #repeated = new Map<string, number>();

  constructor(parts: WalkParts, caller: Caller, { edges, hearsOut = false }: Way) {
    this.#parts = parts;
    this.#caller = caller;
    this.#way = [...edges];
    this.#hearsOut = hearsOut;
    this.#happenings = new Happenings(parts.bus, caller.number);
  }

  async run(): Promise<void> {
    const { town, dialled, language } = this.#parts;
    const call = await town.resident(this.#caller.number, language).calls(dialled, { language });
    const listening = new Listening(this.#parts.heard, call, () => this.#comeBy());
    this.#happenings.onSpeech = (speech) => listening.begins(speech);
    this.#happenings.onKey = () => listening.keyCame();
    try {
      if ((await this.#happenings.next(nothingMs))?.kind === 'answered') {
        await call.isAnswered();
        await this.#follow(call, listening);
      } else this.#parts.finding('a call was not answered');
      await listening.ends();
    } finally {
      this.#happenings.close();
      await call.hangsUp();
    }
    await this.#getsSms();
  }

  /** How he has come to where he is. */
  #comeBy(): Way {
    const edges = this.#answering ? [...this.#walked, this.#answering] : [...this.#walked];
    return { edges, like: this.#caller };
  }

  giveBack(): void {
    const target = this.#way.at(-1);
    if (target) this.#parts.graph.giveBack(target);
  }

  async #follow(call: TownCall, listening: Listening): Promise<void> {
    const began = performance.now();
    let place = this.#parts.graph.places.get(beginning) as Place;
    await this.#pressAhead(call, listening);
    for (let edge = this.#way.shift(); edge; edge = this.#way.shift()) {
      const since = performance.now();
      const { silences } = this.#happenings;
      const isAhead = this.#happenings.isAhead && !this.#pressedAhead;
      this.#answering = edge;
      await this.#answer(call, listening, place, edge.answer);
      const happening = await this.#whatHappens(place, edge.answer);
      listening.keysCame();
      const isLate = edge.answer.does !== 'waits' && (isAhead || this.#happenings.silences > silences);
      if (isLate || (!happening && !this.#parts.graph.ledNowhere(edge))) {
        // The machine was too slow for the key, or for what comes of it: it is tried again.
        this.#way.unshift(edge);
        return;
      }
      const next = this.#cameTo(happening, place, edge);
      this.#note(place, edge, next, performance.now() - since);
      this.#walked.push(edge);
      this.#answering = undefined;
      if (typeof next === 'string') {
        if (next === 'a person') await this.#hearHowToWait(listening);
        return;
      }
      this.#parts.graph.came({ edges: this.#walked, caller: this.#caller }, next);
      if (!this.#goesOn(next) || performance.now() - began > longestWalkMs) {
        if (this.#hearsOut) await this.#hearQuestion(listening, happening);
        await listening.ends();
        await this.#hangUp(call, next);
        return;
      }
      await this.#hearQuestion(listening, happening);
      this.#words = happening?.kind === 'question' ? happening.question.words.map(({ text }) => text) : [];
      place = next;
    }
  }

  /** Where a question is being asked, or its answer awaited: the call must come to its end by that, and the log must say so. */
  async #hangUp(call: TownCall, place: Place): Promise<void> {
    const { graph, finding } = this.#parts;
    await call.hangsUp();
    let happening: Happening | undefined;
    do happening = await this.#happenings.next(nothingMs);
    while (happening && happening.kind !== 'ended');
    if (!happening) finding(`${place.name}: one who hangs up there is not noticed`);
    else if (happening.reason !== 'caller-hung-up')
      finding(`${place.name}: a hang-up there ends the call as ${happening.reason}`);
    if (this.#happenings.broken) finding(`${place.name}: a hang-up there is taken for a fault`);
    graph.hungUp(place);
  }

  /** What is promised by SMS is written before it is said. */
  async #getsSms(): Promise<void> {
    const { promisedSms, callId } = this.#happenings;
    if (promisedSms.size === 0) return;
    const toHim = await smsToNumber(this.#parts.db, this.#caller.number);
    for (const prompt of neverSent(promisedSms, callId, toHim))
      this.#parts.finding(`${prompt} is said, and there is no SMS`);
  }

  /** One who knows the way does not listen to the greeting; somebody must have heard it, of course. */
  async #pressAhead(call: TownCall, listening: Listening): Promise<void> {
    const [, first] = this.#way;
    const { greeting, graph, language } = this.#parts;
    const isKnown = graph.places.get(beginning)?.edges[0]?.state === 'known';
    if (!isKnown || first?.answer.does !== 'presses' || first.answer.keys.length !== 1) return;
    // Who presses ahead hears no proposal.
    if (graph.placeOf(first)?.kind === 'proposal') return;
    if (!listening.isHeard({ language, prompt: greeting, text: '' })) return;
    this.#pressedAhead = true;
    await this.#press(call, listening, first.answer.keys);
  }

  async #answer(call: TownCall, listening: Listening, place: Place, answer: Answer): Promise<void> {
    if (place.id === beginning) return;
    if (this.#pressedAhead) {
      this.#pressedAhead = false;
      return;
    }
    if (answer.does === 'speaks')
      await call.says(await this.#parts.town.sentence(data.message, this.#parts.language));
    if (answer.does !== 'waits') await this.#press(call, listening, answer.keys);
  }

  async #press(call: TownCall, listening: Listening, keys: string): Promise<void> {
    const filled = await this.#parts.callers.keysOf(this.#caller, keys, this.#happenings.noted);
    if (filled.startsWith(this.#pressed.key)) await pause(this.#pressed.atMs + sameKeyMs - call.nowMs);
    listening.stops(filled.length);
    await call.pressesTogether(filled);
    this.#pressed = { key: filled.slice(-1), atMs: call.nowMs + filled.length * keyMs };
  }

  async #whatHappens({ kind }: Place, answer: Answer): Promise<Happening | undefined> {
    const first = await this.#happenings.next(nothingMs);
    return isKept(kind, answer) && first?.kind === 'question' ? this.#happenings.next(nothingMs) : first;
  }

  #cameTo(happening: Happening | undefined, from: Place, { answer }: Edge): Place | End {
    const { graph, language, languageKey } = this.#parts;
    if (!happening) return 'nothing';
    if (happening.kind === 'person') return 'a person';
    if (happening.kind === 'ended') return happening.reason === 'flow-ended' ? 'the end' : 'a fault';
    if (happening.kind === 'answered') return 'a fault';
    const { question, flow, turn } = happening;
    if (!isAskedIn(language, question)) return 'another language';
    const isAside = answer.keys === '9' && !answer.answers && question.name === 'language';
    const aside = isAside ? from.id : null;
    return graph.placeFor({ question, flow, turn, aside, languageKey }, from.depth + 1);
  }

  #note(place: Place, edge: Edge, next: Place | End, ms: number): void {
    const { graph, finding } = this.#parts;
    const texts = this.#happenings.said.splice(0).map(({ text }) => text);
    const said = texts.filter((text) => !this.#words.includes(text));
    graph.arrived(edge, { to: typeof next === 'string' ? next : next.id, ms, said });
    if (this.#happenings.broken || next === 'a fault')
      finding(`${place.name}: after ${edge.answer.label} the conversation had a fault`);
    if (!countsAsTry(edge.answer)) this.#repeated.clear();
    for (const text of texts) {
      const times = (this.#repeated.get(text) ?? 0) + 1;
      this.#repeated.set(text, times);
      if (times === tooOften)
        finding(`${place.name}: “${text}” is said ${times} times to one who finds no answer`);
    }
  }

  /** Whether there is anything to try from here on. */
  #goesOn(place: Place): boolean {
    const [ahead] = this.#way;
    if (ahead && place.edges.includes(ahead)) return true;
    if (ahead) {
      this.giveBack();
      // What was pressed ahead has been taken for something else.
      this.#surprises = this.#pressedAhead ? tooMany : this.#surprises + 1;
    }
    this.#way = this.#surprises >= tooMany ? [] : (this.#parts.graph.take(place.id)?.edges ?? []);
    return this.#way.length > 0;
  }

  async #hearQuestion(listening: Listening, happening: Happening | undefined): Promise<void> {
    if (happening?.kind !== 'question' || this.#pressedAhead) return;
    const { words } = happening.question;
    if (listening.isNew(words)) await listening.hears(words);
  }

  async #hearHowToWait(listening: Listening): Promise<void> {
    const words = [{ language: this.#parts.language, prompt: data.whileWaiting, text: '' }];
    if (listening.isNew(words)) await listening.hears(words);
  }
}
