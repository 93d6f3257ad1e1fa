import type { Language } from '../config/company.ts';
import { codeOf, HolosError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { within } from '../time-limit.ts';
import { SoundCache } from './cache.ts';
import type { Engine } from './engine.ts';
import { evened, trimmed } from './sound/level.ts';
import { resample } from './sound/resample.ts';
import { readWav, TELEPHONE_RATE, writeWav } from './sound/wav.ts';
import { Turns, type Urgency } from './turns.ts';
import type { Sound } from './voice.ts';

/** A caller waits for a live sentence; what is made ahead has time. */
const LONGEST_MS: Record<Urgency, number> = { live: 5_000, ahead: 60_000 };
/** When everybody calls at once a sentence waits for its turn: to be late is better than to be left out. */
const LONGEST_WAIT_MS: Record<Urgency, number> = { live: 15_000, ahead: 600_000 };
/** After a failure an engine is left alone for so long, so that not every caller waits for it in vain. */
const REST_MS = 30_000;
const AT_ONCE = 2;

export interface Spoken {
  readonly sound: Sound;
  /** False when the sound was kept from earlier. */
  readonly made: boolean;
}

/** Text into sound, once: by the first engine that can, kept, and given again when the same is said. */
export class Synthesis {
  readonly #engines: readonly Engine[];
  readonly #cache: SoundCache;
  readonly #log: Logger;
  readonly #turns = new Turns(AT_ONCE);
  readonly #underWay = new Map<string, Promise<Spoken>>();
  readonly #restsUntilMs = new Map<Engine, number>();

  /** @param engines the best first; the others stand in for it */
  constructor(engines: readonly Engine[], cache: SoundCache, log: Logger) {
    this.#engines = engines;
    this.#cache = cache;
    this.#log = log;
  }

  /** @throws HolosError `speech.failed` when no engine can say it in time, or it cannot be kept */
  speak(text: string, language: Language, urgency: Urgency): Promise<Spoken> {
    const name = SoundCache.hash(urgency, language, text);
    const sameUnderWay = this.#underWay.get(name);
    if (sameUnderWay) return sameUnderWay;
    const speaking = this.#findOrMake(text, language, urgency).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, speaking);
    return speaking;
  }

  async #findOrMake(text: string, language: Language, urgency: Urgency): Promise<Spoken> {
    let cause: unknown;
    for (const engine of this.#engines) {
      const hash = SoundCache.hash(engine.id, language, text);
      const kept = await this.#cache.find(hash);
      if (kept) return { sound: kept, made: false };
      if ((this.#restsUntilMs.get(engine) ?? 0) > performance.now()) continue;
      try {
        const wav = await this.#make(engine, text, language, urgency);
        return { sound: await this.#cache.put(hash, wav), made: true };
      } catch (error) {
        cause = error;
        // Without another engine to stand in there is nothing to gain from leaving this one alone.
        if (engine !== this.#engines.at(-1)) this.#restsUntilMs.set(engine, performance.now() + REST_MS);
        this.#log.warn({ engine: engine.id, code: codeOf(error), error }, 'A sentence could not be spoken');
      }
    }
    throw new HolosError('speech.failed', 'No engine could say the sentence', { language }, cause);
  }

  async #make(engine: Engine, text: string, language: Language, urgency: Urgency): Promise<Buffer> {
    const file = await this.#turns.take(urgency, within(LONGEST_WAIT_MS[urgency]), () =>
      engine.speak(text, language, within(LONGEST_MS[urgency])),
    );
    const spoken = evened(trimmed(resample(readWav(file), TELEPHONE_RATE)));
    if (spoken.samples.length > 0) return writeWav(spoken);
    throw new HolosError('speech.bad-sound', 'The engine gave silence', { engine: engine.id });
  }
}
