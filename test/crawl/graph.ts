import type { AskedOfCaller } from '../../events.ts';
import { deferred } from '../town/waiting.ts';
import { type Answer, answersTo, data, silence } from './answers.ts';
import type { Caller } from './callers.ts';

/** What came of an answer: the next question, or how the call went out of it. */
export interface Arrival {
  /** A place's id, or one of `ends`. */
  readonly to: string;
  /** From the answer to the beginning of what came of it. */
  readonly ms: number;
  /** What was said meanwhile. */
  readonly said: readonly string[];
}

/** Where a path ends for the crawler. `another language` is walked when that language's turn has come. */
export const ends = ['a person', 'the end', 'another language', 'a fault', 'nothing'] as const;
export type End = (typeof ends)[number];

export interface Edge {
  readonly answer: Answer;
  /** `open`: nobody has tried it; `taken`: somebody is on the way; `lost`: nobody could get there again. */
  state: 'open' | 'taken' | 'known' | 'lost';
  failures: number;
  /** How often nothing has followed it. */
  nothings: number;
  readonly arrivals: Map<string, Arrival>;
}

/** How somebody has once come to a question, and who it was: what is asked may depend on all that was answered before, and on him. */
export interface Route {
  readonly edges: readonly Edge[];
  readonly caller: Caller;
}

/** Answers to give one after the other; the last is what it is for. */
export interface Way {
  readonly edges: Edge[];
  /** Who had best do it. */
  readonly like: Caller | null;
  /** What it leads to is heard to its end. */
  readonly hearsOut?: boolean;
}

/** A question, wherever it was reached from: the flow, its name, and the prompts it is asked with. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly kind: AskedOfCaller['kind'];
  readonly wording: number;
  readonly words: readonly string[];
  /** Answers from the beginning of the call on the shortest way that is known. */
  depth: number;
  readonly edges: readonly Edge[];
  /** Not all that can be done there is walked: it was walked elsewhere already. */
  readonly partly: boolean;
  /** `open`: nobody has hung up there; `taken`: somebody is on the way; `lost`: nobody could get there again. */
  hangUp: 'open' | 'taken' | 'done' | 'lost';
  hangUpFailures: number;
  /** The shortest that was really walked. */
  route: Route | null;
}

/** What has to be known of a question to tell it from all others. */
export interface Asked {
  readonly question: AskedOfCaller;
  readonly flow: string;
  /** How many things were done with already, where the same questions come for each. */
  readonly turn: number;
  /** The place where 9 was pressed, when this is the choice of language that it leads to. */
  readonly aside: string | null;
  /** The key of the language that is walked, in the choice of language. */
  readonly languageKey: string;
}

export interface GraphOptions {
  readonly depth: number;
  /** Places that were walked before; of what can be done there, only what this permits is walked again. */
  readonly known?: ReadonlySet<string>;
  readonly again?: (answer: Answer) => boolean;
}

export const beginning = 'the call';
const longestDetour = 3;
const mostFailures = 5;
/** What does not come back was the machine's. */
const mostNothings = 3;

/** All questions of one hotline in one language and what leads from one to the next, as far as it is known. */
export class Graph {
  readonly places = new Map<string, Place>();
  readonly #options: GraphOptions;
  #change = deferred<true>();

  constructor(options: GraphOptions) {
    this.#options = options;
    const calls: Answer = { label: 'calls', does: 'waits', keys: '', answers: true };
    const first = { id: beginning, name: beginning, kind: 'key', wording: 0, words: [] } as const;
    this.places.set(beginning, placeOf({ ...first, depth: -1, partly: false }, [calls], 'done'));
  }

  /** The place of a question; a new one when it was not seen before. */
  placeFor(asked: Asked, depth: number): Place {
    const { question, flow, turn, aside, languageKey } = asked;
    const words = question.words.map(({ prompt, text }) =>
      data.tellApart.includes(prompt) ? `${prompt} ${text}` : (data.alike[prompt] ?? prompt),
    );
    const name = question.name.replace(/-\d+$/, '');
    const parts = [flow, name, question.wording, ...words];
    if (turn > 0) parts.push(`turn ${turn + 1}`);
    if (aside !== null) parts.push(`from ${aside}`);
    const id = parts.join(' · ');
    const seen = this.places.get(id);
    if (seen) {
      seen.depth = Math.min(seen.depth, depth);
      return seen;
    }
    const { known, again = () => true } = this.#options;
    const all = answersTo(question);
    let answers = all;
    if (turn > 0) answers = answers.slice(0, 1);
    if (aside !== null) answers = answers.filter(({ keys }) => keys === languageKey);
    if (known?.has(id)) answers = answers.filter(again);
    const { kind, wording } = question;
    const texts = question.words.map(({ text }) => text);
    const partly = answers.length < all.length;
    const place = placeOf(
      { id, name: `${flow}: ${name}`, kind, wording, words: texts, depth, partly },
      answers,
      known?.has(id) ? 'done' : 'open',
    );
    this.places.set(id, place);
    return place;
  }

  /** Where this is an answer. */
  placeOf(edge: Edge): Place | undefined {
    return [...this.places.values()].find(({ edges }) => edges.includes(edge));
  }

  /** How much was walked, in words. */
  get progress(): string {
    const edges = [...this.places.values()].flatMap((place) => place.edges);
    const walked = edges.filter(({ state }) => state === 'known').length;
    return `${this.places.size - 1} questions, ${walked} of ${edges.length} answers walked`;
  }

  /** Resolves when more is known, or something is to be tried again. */
  get changed(): Promise<true> {
    return this.#change.promise;
  }

  arrived(edge: Edge, arrival: Arrival): void {
    edge.state = 'known';
    if (!edge.arrivals.has(arrival.to)) edge.arrivals.set(arrival.to, arrival);
    this.#hasChanged();
  }

  /** Somebody has come to a question by these answers, from the beginning of his call. */
  came({ edges, caller }: Route, place: Place): void {
    if (place.route && place.route.edges.length <= edges.length) return;
    place.route = { edges: [...edges], caller };
  }

  /**
   * The quickest way from a place to an answer that nobody has tried, that answer being the last. It is taken then: whoever does not
   * come to try it gives it back. Undefined when there is none, or, in the middle of a call, none that is near.
   */
  take(from: string): Way | undefined {
    const limit = from === beginning ? Number.POSITIVE_INFINITY : longestDetour;
    const found = this.#quickest(from, limit, (place, known) => {
      const open = place.depth < this.#options.depth && place.edges.find(({ state }) => state === 'open');
      return open ? { way: wayTo(place, known, from === beginning ? open.failures : 0), open } : undefined;
    });
    if (!found) return undefined;
    const { way, open } = found;
    open.state = 'taken';
    return { ...way, edges: [...way.edges, open] };
  }

  /** Nothing has followed an answer: true when that has come so often that it is no chance. */
  ledNowhere(edge: Edge): boolean {
    return ++edge.nothings >= mostNothings;
  }

  /** An answer that was not tried, though the way to it was known. */
  giveBack(edge: Edge): void {
    if (edge.state === 'taken') edge.state = ++edge.failures >= mostFailures ? 'lost' : 'open';
    this.#hasChanged();
  }

  /**
   * When all answers are walked: the quickest way to a question at which nobody has hung up yet. It is taken then, as an answer is.
   * Undefined when there is none, or answers are still being walked.
   */
  takeHangUp(): { way: Way; place: Place } | undefined {
    const all = [...this.places.values()];
    const isWalked = (edge: Edge) => edge.state === 'known' || edge.state === 'lost';
    const within = all.filter((place) => place.depth < this.#options.depth);
    if (!within.every((place) => place.edges.every(isWalked))) return undefined;
    const found = this.#quickest(beginning, Number.POSITIVE_INFINITY, (place, way) =>
      place.hangUp === 'open' ? { way: wayTo(place, way, place.hangUpFailures), place } : undefined,
    );
    if (found) found.place.hangUp = 'taken';
    return found;
  }

  /** Somebody hung up there. */
  hungUp(place: Place): void {
    place.hangUp = 'done';
    this.#hasChanged();
  }

  /** Somebody was to hang up there and came elsewhere. */
  giveHangUpBack(place: Place): void {
    if (place.hangUp === 'taken') place.hangUp = ++place.hangUpFailures >= mostFailures ? 'lost' : 'open';
    this.#hasChanged();
  }

  #hasChanged(): void {
    this.#change.resolve(true);
    this.#change = deferred();
  }

  /** Dijkstra's way to the nearest place that is a goal; waiting for a silence to pass costs as much as many keys. */
  #quickest<T>(
    from: string,
    limit: number,
    goal: (place: Place, way: Edge[]) => T | undefined,
  ): T | undefined {
    const costs = new Map<string, number>([[from, 0]]);
    const ways = new Map<string, Edge[]>([[from, []]]);
    const done = new Set<string>();
    for (;;) {
      const next = [...costs].filter(([id]) => !done.has(id)).sort((a, b) => a[1] - b[1])[0];
      if (!next) return undefined;
      const [id, cost] = next;
      done.add(id);
      const place = this.places.get(id);
      const way = ways.get(id) ?? [];
      if (!place || way.length > limit) continue;
      const found = goal(place, way);
      if (found !== undefined) return found;
      for (const edge of place.edges) {
        for (const to of edge.arrivals.keys()) {
          const sum = cost + (edge.answer === silence ? 8 : 1);
          if (sum >= (costs.get(to) ?? Number.POSITIVE_INFINITY)) continue;
          costs.set(to, sum);
          ways.set(to, [...way, edge]);
        }
      }
    }
  }
}

/**
 * The quickest way that is known; where that has led elsewhere, the one that was really walked, in turn by whoever walked it and by
 * another one.
 */
function wayTo({ route }: Place, quickest: Edge[], failures: number): Way {
  if (failures === 0 || !route) return { edges: quickest, like: null };
  return { edges: [...route.edges], like: failures % 2 === 1 ? route.caller : null };
}

function placeOf(
  place: Omit<Place, 'edges' | 'hangUp' | 'hangUpFailures' | 'route'>,
  answers: readonly Answer[],
  hangUp: Place['hangUp'],
): Place {
  const edges = answers.map(
    (answer): Edge => ({ answer, state: 'open', failures: 0, nothings: 0, arrivals: new Map() }),
  );
  return { ...place, edges, hangUp, hangUpFailures: 0, route: null };
}
