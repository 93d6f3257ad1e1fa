import { setTimeout as pause } from 'node:timers/promises';
import type { Hotline, Language } from '../../config/company.ts';
import type { World } from '../town/world.ts';
import type { Answer } from './answers.ts';
import type { CallerKind, Callers } from './callers.ts';
import { beginning, Graph, type Way } from './graph.ts';
import type { Heard } from './heard.ts';
import { type WalkParts, walk } from './walk.ts';

export interface CrawlOptions {
  readonly world: Pick<World, 'holos' | 'town' | 'db'>;
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
  /** Whether the buildings of residents have a breakdown that is known. */
  readonly breakdown: boolean;
  readonly graph: Graph;
  readonly calls: number;
  readonly findings: readonly string[];
}

export interface Round {
  readonly kind: CallerKind;
  readonly staffed: boolean;
  readonly breakdown?: boolean;
  /** Walked before; of what can be done there only what this permits is walked again. */
  readonly known?: ReadonlySet<string>;
  readonly again?: (answer: Answer) => boolean;
}

const callsBetweenNews = 20;
/** So long after the last hang-up nothing may be left. */
const leftLimitMs = 10_000;
const leftLookMs = 200;

/** Walks every way to its end, breadth first, several calls at the same time. */
export async function crawl(options: CrawlOptions, round: Round): Promise<Crawled> {
  const { kind, staffed, breakdown = false, ...again } = round;
  const { world, callers, hotline, language, heard, depth, atOnce, signal } = options;
  const graph = new Graph({ depth, ...again });
  const findings = new Set<string>();
  const parts: WalkParts = {
    ...{ bus: world.holos.bus, db: world.db, town: world.town, callers, heard, graph, kind, language },
    dialled: hotline.numbers[0] ?? '',
    greeting: hotline.greeting,
    languageKey: String(hotline.languages.indexOf(language) + 1),
    finding: (text) => findings.add(text),
  };
  let calls = 0;
  const walking = new Set<Promise<void>>();
  const brokenOff = fired(signal);
  while (!signal.aborted) {
    const next = walking.size < atOnce ? nextWay(graph, heard) : undefined;
    if (next) {
      if (++calls % callsBetweenNews === 0) options.progress(`${calls} calls, ${graph.progress}`);
      const call: Promise<void> = walk(parts, next.way)
        .catch((error: unknown) => {
          findings.add(`a call broke off: ${String(error).split('\n')[0]}`);
        })
        .finally(() => {
          next.giveBack?.();
          walking.delete(call);
        });
      walking.add(call);
    } else if (walking.size > 0) await Promise.race([...walking, graph.changed, brokenOff]);
    else break;
  }
  const left = signal.aborted ? [] : await leftBehind(world);
  return { kind, staffed, breakdown, graph, calls, findings: [...findings, ...left] };
}

/**
 * The way to an answer that nobody has tried; after these, to a question at which nobody has hung up, or to a prompt that has not
 * sounded as it should. `giveBack`: when it was walked.
 */
function nextWay(graph: Graph, heard: Heard): { way: Way; giveBack?: () => void } | undefined {
  const way = graph.take(beginning);
  if (way) return { way };
  const hangUp = graph.takeHangUp();
  if (hangUp) return { way: hangUp.way, giveBack: () => graph.giveHangUpBack(hangUp.place) };
  return heard.takeDoubt();
}

/** All have hung up by now: calls and rooms that are still there are a finding. */
async function leftBehind({ holos }: CrawlOptions['world']): Promise<string[]> {
  const giveUpAtMs = performance.now() + leftLimitMs;
  for (;;) {
    const rooms = await holos.node.ari<unknown[]>('bridges', 'list');
    const { size: calls } = holos.live;
    if (rooms.length === 0 && calls === 0) return [];
    if (performance.now() > giveUpAtMs)
      return [`when all had hung up, ${calls} calls and ${rooms.length} rooms were left`];
    await pause(leftLookMs);
  }
}

function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
