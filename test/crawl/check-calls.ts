import type { Language } from '../../config/company.ts';
import type { World } from '../town/world.ts';
import { atBreakdown } from './breakdown.ts';
import { Callers } from './callers.ts';
import { type Crawled, type CrawlOptions, crawl } from './crawl.ts';
import { drawn } from './draw.ts';
import { findingsIn, keysToPerson } from './findings.ts';
import { beginning } from './graph.ts';
import { Heard } from './heard.ts';
import { msToPerson, readyOperator } from './to-a-person.ts';

export interface CheckOptions {
  /** By their ids; all unless told. */
  readonly hotlines: readonly string[] | undefined;
  readonly languages: readonly Language[];
  readonly depth: number;
  readonly atOnce: number;
  /** Breaks it off: then it tells what it has found so far. */
  readonly signal?: AbortSignal;
  readonly print: (line: string) => void;
}

/** From the answer to the ringing, for one who presses 0 at once. */
const longestToPersonMs = 20_000;

/** Walks every hotline in every language and tells what it is like. @returns how many findings there are */
export async function checkCalls(world: World, options: CheckOptions): Promise<number> {
  const { print, signal = new AbortController().signal } = options;
  const began = performance.now();
  const callers = await Callers.of(world.db);
  const findings: string[] = [];
  const figures: string[] = [];
  const heardIn = new Map<Language, Heard>();
  const lines = world.holos.company.hotlines.flatMap((hotline) =>
    hotline.languages.map((language) => ({ hotline, language })),
  );
  for (const { hotline, language } of lines) {
    if (options.hotlines && !options.hotlines.includes(hotline.id)) continue;
    if (!options.languages.includes(language) || signal.aborted) continue;
    const heard = heardIn.get(language) ?? new Heard();
    heardIn.set(language, heard);
    const { depth, atOnce } = options;
    const where = `${hotline.id}, ${language}`;
    const progress = (text: string) => print(`… ${where}: ${text}`);
    const found = await checkLine(
      { world, callers, hotline, language, heard, depth, atOnce, progress, signal },
      print,
    );
    findings.push(...found.findings.map((finding) => `${where}: ${finding}`));
    figures.push(...found.figures.map((figure) => `${where}: ${figure}`));
  }
  for (const [language, heard] of heardIn) {
    findings.push(
      ...heard.faults.map(({ prompt, text, what }) => `${language}: ${prompt} “${text}”: ${what}`),
    );
    figures.push(`${language}: ${heard.count} prompts heard as they should be`);
  }
  if (signal.aborted) print('\nBroken off: not all was walked.');
  print(findings.length === 0 ? '\nNothing is wrong.' : `\nFindings: ${findings.length}`);
  for (const finding of findings) print(`  ${finding}`);
  print('\nFigures');
  for (const figure of figures) print(`  ${figure}`);
  print(`  ${((performance.now() - began) / 1000).toFixed(0)} s in all`);
  return findings.length;
}

type Line = CrawlOptions & { readonly world: World };

/** One hotline in one language: by a resident, by a stranger, at a known breakdown, and when nobody is there to talk to. */
async function checkLine(line: Line, print: (text: string) => void) {
  const { world, hotline, language } = line;
  const operator = await readyOperator(world);
  let ms: number | null;
  const crawled: Crawled[] = [];
  const walked = (one: Crawled) => {
    crawled.push(one);
    draw(one, line, print);
  };
  try {
    ms = await msToPerson(world, operator, { hotline, language });
    walked(await crawl(line, { kind: 'resident', staffed: true }));
    const known = placesOf(crawled);
    walked(await crawl(line, { kind: 'stranger', staffed: true, known, again: ({ answers }) => answers }));
    const told = {
      kind: 'resident',
      staffed: true,
      breakdown: true,
      known: placesOf(crawled),
      again: nothing,
    } as const;
    const atOne = await atBreakdown(world, () => crawl(line, told));
    if (atOne) walked(atOne);
  } finally {
    await operator.stop();
  }
  const known = placesOf(crawled);
  const toPerson = ({ keys }: { keys: string }) => keys === '0';
  walked(await crawl(line, { kind: 'resident', staffed: false, known, again: toPerson }));
  return {
    findings: [...toPersonFindings(ms), ...crawled.flatMap(findingsOf)],
    figures: figuresOf(ms, crawled),
  };
}

const nothing = () => false;

function placesOf(crawled: readonly Crawled[]): Set<string> {
  return new Set(crawled.flatMap(({ graph }) => [...graph.places.keys()]));
}

function draw(
  { graph, kind, staffed, breakdown, calls }: Crawled,
  { hotline, language }: Line,
  print: (text: string) => void,
) {
  const at = [breakdown ? ', at a known breakdown' : '', staffed ? '' : ', nobody at the desks'];
  const who = `a ${kind}${at.join('')}`;
  print(`\n── ${hotline.id}, ${language}, ${who}: ${graph.places.size - 1} questions, ${calls} calls ──`);
  for (const text of drawn(graph)) print(text);
}

function findingsOf({ graph, findings, staffed }: Crawled): string[] {
  return [...findings, ...findingsIn(graph, staffed)];
}

function toPersonFindings(ms: number | null): string[] {
  if (ms === null) return ['no operator’s phone rang for one who presses 0 at once'];
  return ms > longestToPersonMs ? [`a person is ${seconds(ms)} away for one who presses 0 at once`] : [];
}

function figuresOf(ms: number | null, crawled: readonly Crawled[]): string[] {
  const [resident] = crawled;
  const keys = resident ? keysToPerson(resident.graph, beginning) : null;
  const ways = crawled
    .filter(({ staffed }) => staffed)
    .flatMap(({ graph }) =>
      [...graph.places.values()]
        .filter(({ partly }) => !partly)
        .map(({ id }) => keysToPerson(graph, id)?.length ?? 0),
    );
  const all = crawled.flatMap(({ graph }) => [...graph.places.values()]);
  const edges = all.flatMap((place) => place.edges);
  const places = all.filter(({ id }) => id !== beginning);
  return [
    `${edges.filter(({ state }) => state === 'known').length} answers walked in ${crawled.reduce((sum, { calls }) => sum + calls, 0)} calls`,
    `hung up at ${places.filter(({ hangUp }) => hangUp === 'done').length} of ${places.length} questions`,
    `from the answer to an operator’s ringing phone, 0 pressed at once: ${ms === null ? 'never' : seconds(ms)}, ${keys?.length ?? 1} key`,
    `the longest way to a person from any question: ${Math.max(0, ...ways)} keys`,
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
