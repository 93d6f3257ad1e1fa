import type { Language } from '../../config/company.ts';
import { data } from './answers.ts';
import type { Way } from './graph.ts';

export interface SoundFault {
  readonly prompt: string;
  readonly text: string;
  readonly what: string;
}

/** What is wrong with a prompt; `sure`: it is in its file, whoever hears it. */
export interface WrongSound {
  readonly what: string;
  readonly sure: boolean;
}

export interface Words {
  readonly language: Language;
  readonly prompt: string;
  readonly text: string;
}

/** A fault that does not come back was the machine's, a packet that was late: only what was wrong so often is. */
const wrongTimes = 3;
/** So often somebody goes there for nothing else than to hear it again; he may come elsewhere. */
const mostWays = 3;

/** Something that has not sounded as it should. */
interface Doubt {
  readonly fault: SoundFault;
  readonly way: Way;
  wrong: number;
  ways: number;
  /** Somebody is on the way. */
  taken: boolean;
}

/** Which prompts were heard as they should be: each is listened to in one call, whoever comes to it first. */
export class Heard {
  readonly #whole = new Set<string>();
  readonly #claimed = new Set<string>();
  readonly #doubts = new Map<string, Doubt>();

  /** Where no other call is listening to it just now. */
  claim(words: Words): boolean {
    if (!this.isFree(words)) return false;
    this.#claimed.add(nameOf(words));
    return true;
  }

  /** Nobody has heard it, and nobody listens to it. */
  isFree(words: Words): boolean {
    return !this.isHeard(words) && !this.#claimed.has(nameOf(words));
  }

  isHeard(words: Words): boolean {
    const name = nameOf(words);
    return this.#whole.has(name) || (this.#doubts.get(name)?.wrong ?? 0) >= wrongTimes;
  }

  /**
   * @param wrong what is wrong with it; null when nothing is, undefined when it was not heard to its end
   * @param way how he came there
   */
  release(words: Words, wrong: WrongSound | null | undefined, way: Way): void {
    const name = nameOf(words);
    this.#claimed.delete(name);
    if (wrong === null) {
      this.#whole.add(name);
      this.#doubts.delete(name);
    } else if (wrong !== undefined) {
      const { prompt, text } = words;
      const fault = { prompt, text, what: wrong.what };
      const doubt = this.#doubts.get(name) ?? { fault, way, wrong: 0, ways: 0, taken: false };
      doubt.wrong = wrong.sure ? wrongTimes : doubt.wrong + 1;
      this.#doubts.set(name, doubt);
    }
  }

  /**
   * The way to something that has not sounded as it should, to be heard again: in turn by whoever heard it and by another one. It is
   * taken then, until it is given back. Undefined when there is none.
   */
  takeDoubt(): { way: Way; giveBack: () => void } | undefined {
    const doubt = [...this.#doubts.values()].find(
      ({ wrong, ways, taken }) => wrong < wrongTimes && ways < mostWays && !taken,
    );
    if (!doubt) return undefined;
    doubt.taken = true;
    doubt.ways++;
    const { edges, like } = doubt.way;
    const way: Way = { edges: [...edges], like: doubt.ways % 2 === 1 ? like : null, hearsOut: true };
    const giveBack = () => {
      doubt.taken = false;
    };
    return { way, giveBack };
  }

  get count(): number {
    return this.#whole.size;
  }

  /** Those that were not heard once as they should be. */
  get faults(): SoundFault[] {
    return [...this.#doubts.values()].map(({ fault }) => fault);
  }
}

/** The words of most prompts differ by values alone: one of them heard is all of them heard. */
export function nameOf({ language, prompt, text }: Words): string {
  return data.tellApart.includes(prompt) ? `${prompt} ${text}` : `${prompt} ${language}`;
}
