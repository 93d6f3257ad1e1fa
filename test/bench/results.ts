import type { CardTimes } from './card.ts';
import { type Figure, ms, times } from './figures.ts';
import type { Reactions } from './first-sound.ts';
import type { ProcessUse } from './memory.ts';
import { growthPerThousand, type MemorySample } from './queue/memory-over-time.ts';
import type { Offers } from './queue/offers.ts';
import type { Search } from './rate.ts';
import type { SentenceTimes } from './speech.ts';
import { median, percentile } from './statistics.ts';
import type { Whom } from './system.ts';

/** What is demanded of each. */
const targets = {
  first: 1.5,
  firstLaterMs: 40,
  next: 1.25,
  stopMs: 60,
  rate: 0.5,
  cardMs: 150,
  megabytes: 350,
  sentenceMs: 150,
  sentenceAgainMs: 5,
  offer: 0.2,
  deskEventMs: 100,
  growthMegabytes: 5,
};

/** From the 200 OK to the first sound, in ms, of each call. */
export function firstSoundFigures({ holos, plain, bare }: Record<Whom, number[]>): Figure[] {
  const later = percentile(holos, 0.99) - percentile(plain, 0.99);
  const name = '200 OK to the first sound, median';
  return [
    ratioFigure(name, median(holos), median(plain), targets.first),
    ratioFigure(`${name} (beside: a dialplan that does not record)`, median(holos), median(bare)),
    {
      name: '200 OK to the first sound, p99',
      ours: ms(percentile(holos, 0.99)),
      peer: ms(percentile(plain, 0.99)),
      ratio: `${later > 0 ? '+' : ''}${ms(later)}`,
      target: `at most ${targets.firstLaterMs} ms more`,
      ok: later <= targets.firstLaterMs,
    },
  ];
}

export function reactionFigures({ holos, plain }: Record<'holos' | 'plain', Reactions[]>): Figure[] {
  const next = [holos, plain].map((calls) => calls.flatMap((call) => call.nextPrompts)) as [
    number[],
    number[],
  ];
  const stop = [holos, plain].map((calls) => calls.flatMap((call) => call.stops)) as [number[], number[]];
  return [
    ratioFigure('key to the next prompt, median', median(next[0]), median(next[1]), targets.next),
    {
      name: 'key to the end of the prompt, longest',
      ours: ms(Math.max(...stop[0])),
      peer: ms(Math.max(...stop[1])),
      ratio: '–',
      target: `within ${targets.stopMs} ms`,
      ok: Math.max(...stop[0]) <= targets.stopMs,
    },
  ];
}

/** Without a target it is only told. */
function ratioFigure(name: string, ours: number, peer: number, target?: number): Figure {
  return {
    name,
    ours: ms(ours),
    peer: ms(peer),
    ratio: times(ours, peer),
    target: target === undefined ? '–' : `at most ${target}×`,
    ok: target === undefined || ours / peer <= target,
  };
}

export function rateFigure({ holos, plain }: { holos: Search; plain: Search }): Figure {
  return {
    name: 'calls a second, all of it, none failing',
    ours: `${holos.best}`,
    peer: `${plain.best}`,
    ratio: times(holos.best, plain.best),
    target: `at least ${targets.rate}×`,
    ok: holos.best > 0 && holos.best / plain.best >= targets.rate,
  };
}

export function cardFigures(where: string, calls: readonly CardTimes[]): Figure[] {
  const sinceInvite = calls.map((call) => call.answerMs + call.cardMs);
  const slowest = Math.max(...sinceInvite);
  const tooEarly = calls.filter((call) => !(call.phoneLaterMs >= 0)).length;
  const least = Math.min(...calls.map((call) => call.phoneLaterMs));
  return [
    {
      name: `INVITE to the card, ${where}, longest`,
      ours: `${ms(slowest)} (median ${ms(median(sinceInvite))}, of it in line ${ms(median(calls.map((call) => call.cardMs)))})`,
      peer: '–',
      ratio: '–',
      target: `under ${targets.cardMs} ms`,
      ok: slowest < targets.cardMs,
    },
    {
      name: `phone called before its card, ${where}`,
      ours: `${tooEarly} of ${calls.length} (at least ${ms(least)} after)`,
      peer: '–',
      ratio: '–',
      target: 'never',
      ok: tooEarly === 0,
    },
  ];
}

export function speechFigures(sentences: readonly SentenceTimes[]): Figure[] {
  const made = sentences.map((one) => one.madeMs);
  const again = sentences.map((one) => one.againMs);
  const peer = median(sentences.map((one) => one.peerMs));
  const withLongest = (values: readonly number[]) =>
    `${ms(median(values))} (longest ${ms(Math.max(...values))})`;
  return [
    {
      name: 'a new sentence of ten words, median',
      ours: withLongest(made),
      peer: `espeak-ng alone: ${ms(peer)}`,
      ratio: times(median(made), peer),
      target: `within ${targets.sentenceMs} ms`,
      ok: median(made) <= targets.sentenceMs,
    },
    {
      name: 'the same sentence again, median',
      ours: withLongest(again),
      peer: '–',
      ratio: '–',
      target: `within ${targets.sentenceAgainMs} ms`,
      ok: median(again) <= targets.sentenceAgainMs,
    },
  ];
}

export function memoryFigure(processes: readonly ProcessUse[]): Figure {
  const sum = processes.reduce((all, { megabytes }) => all + megabytes, 0);
  const parts = processes.map(({ name, megabytes }) => `${name} ${megabytes.toFixed(0)}`).join(', ');
  return {
    name: 'memory of the idle system',
    ours: `${sum.toFixed(0)} MB (${parts})`,
    peer: '–',
    ratio: '–',
    target: `under ${targets.megabytes} MB`,
    ok: sum > 0 && sum < targets.megabytes,
  };
}

/** Beside app_queue, not the plain dialplan. */
export function offerFigures({ holos, appQueue }: Offers): Figure[] {
  const ninth = percentile(holos, 0.9);
  return [
    ratioFigure(
      'operator free to his phone’s INVITE, median (beside: app_queue)',
      median(holos),
      median(appQueue),
      targets.offer,
    ),
    {
      name: 'operator free to his phone’s INVITE, p90 (beside: app_queue)',
      ours: ms(ninth),
      peer: ms(percentile(appQueue, 0.9)),
      ratio: times(ninth, percentile(appQueue, 0.9)),
      target: '–',
      ok: true,
    },
  ];
}

export function deskEventFigure(operators: number, waiting: number, heardMs: readonly number[]): Figure {
  const p95 = percentile(heardMs, 0.95);
  return {
    name: `a change at every desk, ${operators} operators, ${waiting} callers wait, p95`,
    ours: `${ms(p95)} (median ${ms(median(heardMs))}, ${heardMs.length} heard)`,
    peer: '–',
    ratio: '–',
    target: `under ${targets.deskEventMs} ms`,
    ok: p95 < targets.deskEventMs,
  };
}

export function growthFigure(samples: readonly MemorySample[]): Figure {
  const growth = growthPerThousand(samples);
  const [first, last] = [samples[0], samples.at(-1)];
  return {
    name: 'memory of the controller, growth in a thousand calls',
    ours: `${growth.toFixed(1)} MB (${first?.megabytes.toFixed(0)} MB to ${last?.megabytes.toFixed(0)} MB in ${last?.calls} calls)`,
    peer: '–',
    ratio: '–',
    target: `at most ${targets.growthMegabytes} MB`,
    ok: growth <= targets.growthMegabytes,
  };
}
