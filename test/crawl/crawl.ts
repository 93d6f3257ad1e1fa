import type { Hotline, Language } from '../../config/company.ts';
import type { World } from '../town/world.ts';
import type { Answer } from './answers.ts';
import type { CallerKind, Callers } from './callers.ts';
import { beginning, Graph } from './graph.ts';
import type { Heard } from './listening.ts';
import { type WalkParts, walk } from './walk.ts';

export interface CrawlOptions {
  readonly world: Pick<World, 'holos' | 'town'>;
  readonly callers: Callers;
  readonly hotline: Hotline;
  readonly language: Language;
  readonly heard: Heard;
  /** So many answers deep. */
  readonly depth: number;
  /** So many calls go on at the same time. */
  readonly atOnce: number;
  /** Told now and then how far it is. */
  readonly progress: (text: string) => void;
  /** Breaks it off: what is known by then is what it has come to. */
  readonly signal: AbortSignal;
}

/** All that one kind of caller can come to, on one hotline in one language. */
export interface Crawled {
  readonly kind: CallerKind;
  /** Whether somebody is there to talk to. */
  readonly staffed: boolean;
  readonly graph: Graph;
  readonly calls: number;
  readonly findings: readonly string[];
}

export interface Round {
  readonly kind: CallerKind;
  readonly staffed: boolean;
  /** Walked before; of what can be done there only what this permits is walked again. */
  readonly known?: ReadonlySet<string>;
  readonly again?: (answer: Answer) => boolean;
}

const callsBetweenNews = 20;

/** Walks every way to its end, breadth first, several calls at the same time. */
export async function crawl(options: CrawlOptions, { kind, staffed, ...again }: Round): Promise<Crawled> {
  const { world, callers, hotline, language, heard, depth, atOnce, signal } = options;
  const graph = new Graph({ depth, ...again });
  const findings = new Set<string>();
  const parts: WalkParts = {
    ...{ bus: world.holos.bus, town: world.town, callers, heard, graph, kind, language },
    dialled: hotline.numbers[0] ?? '',
    greeting: hotline.greeting,
    languageKey: String(hotline.languages.indexOf(language) + 1),
    finding: (text) => findings.add(text),
  };
  let calls = 0;
  const walking = new Set<Promise<void>>();
  const brokenOff = fired(signal);
  while (!signal.aborted) {
    const way = walking.size < atOnce ? graph.take(beginning) : undefined;
    if (way) {
      if (++calls % callsBetweenNews === 0) options.progress(`${calls} calls, ${graph.progress}`);
      const call: Promise<void> = walk(parts, way)
        .catch((error: unknown) => {
          findings.add(`a call broke off: ${String(error).split('\n')[0]}`);
        })
        .finally(() => walking.delete(call));
      walking.add(call);
    } else if (walking.size > 0) await Promise.race([...walking, graph.changed, brokenOff]);
    else break;
  }
  return { kind, staffed, graph, calls, findings: [...findings] };
}

function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
