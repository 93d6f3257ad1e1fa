import { expect, test } from 'vitest';
import type { AskedOfCaller } from '../../events.ts';
import { drawn } from './draw.ts';
import { findingsIn, keysToPerson } from './findings.ts';
import { beginning, type Edge, Graph, type Place } from './graph.ts';

const question = (name: string, keys: string, changes: Partial<AskedOfCaller> = {}): AskedOfCaller => ({
  ...{ callId: 'n1-1', name, kind: 'key', keys, wording: 0 },
  words: [{ language: 'uk', prompt: `${name}.how`, text: `Words of ${name}.` }],
  ...changes,
});

/** A graph whose conversation is given by who comes after which answer: walked as the crawler does. */
function walked(after: (place: string, label: string) => AskedOfCaller | string, depth = 9): Graph {
  const graph = new Graph({ depth });
  for (let way = graph.take(beginning); way; way = graph.take(beginning)) {
    const edge = way.edges.at(-1) as Edge;
    const from = graph.placeOf(edge) as Place;
    const next = after(from.name, edge.answer.label);
    const asked = { flow: 'flow', turn: 0, aside: null, languageKey: '1' };
    const to =
      typeof next === 'string' ? next : graph.placeFor({ ...asked, question: next }, from.depth + 1).id;
    graph.arrived(edge, { to, ms: 1200, said: [] });
  }
  return graph;
}

const menu = question('main', '12');
const second = question('second', '1');

test('every answer of every question is tried once, and the tree is drawn with times', () => {
  const graph = walked((place, label) => {
    if (place === beginning) return menu;
    if (label === '0') return 'a person';
    return place === 'flow: main' && label === '1' ? second : menu;
  });
  const lines = drawn(graph);
  expect(lines[0]).toBe('calls   1.2 s → flow: main “Words of main.”');
  expect(lines[1]).toBe('    1     1.2 s → flow: second “Words of second.”');
  expect(lines[2]).toBe('        1     1.2 s → flow: main “Words of main.”');
  expect(lines.join('\n')).not.toContain('not walked');
  expect(keysToPerson(graph, beginning)).toBe('0');
});

test('one who presses nothing and comes back again and again is in a loop', () => {
  const graph = walked((place, label) => {
    if (label === '0') return 'a person';
    return place === beginning ? menu : label === '1' ? second : menu;
  });
  expect(findingsIn(graph, true)).toEqual([
    'flow: main: one who presses nothing comes back to it again and again',
  ]);
});

test('a question without a way to a person, and an answer after which nothing comes', () => {
  const graph = walked((place, label) => {
    if (place === beginning) return menu;
    return label === '1' ? 'nothing' : 'the end';
  });
  expect(findingsIn(graph, true)).toContain('flow: main: no way to a person');
  expect(findingsIn(graph, true)).toContain('flow: main: 1 leads nowhere: nothing follows it');
  expect(findingsIn(graph, true)).toContain('flow: main: 2 ends the call without a word');
  expect(findingsIn(graph, false)).not.toContain('flow: main: no way to a person');
});

test('a question whose way to a person is walked elsewhere is not said to have none', () => {
  const again = (turn: number) => {
    const graph = new Graph({ depth: 9 });
    const [calls] = graph.take(beginning)?.edges ?? [];
    const place = graph.placeFor({ question: menu, flow: 'flow', turn, aside: null, languageKey: '1' }, 0);
    graph.arrived(calls as Edge, { to: place.id, ms: 0, said: [] });
    for (const edge of place.edges) graph.arrived(edge, { to: 'the end', ms: 0, said: ['Words.'] });
    return findingsIn(graph, true);
  };
  expect(again(0)).toEqual(['flow: main: no way to a person']);
  // For the second thing that is asked the same of, only the way on is walked.
  expect(again(1)).toEqual([]);
});

test('no deeper than it should be', () => {
  const graph = walked(
    (place, label) => (place === beginning ? menu : label === '1' ? second : 'a person'),
    1,
  );
  expect(
    drawn(graph)
      .filter((line) => line.startsWith('        '))
      .every((line) => line.endsWith('not walked')),
  ).toBe(true);
});

test('an answer that nobody can get to again is told', () => {
  const graph = new Graph({ depth: 9 });
  const [calls] = graph.take(beginning)?.edges ?? [];
  const main = graph.placeFor({ question: menu, flow: 'flow', turn: 0, aside: null, languageKey: '1' }, 0);
  graph.arrived(calls as Edge, { to: main.id, ms: 0, said: [] });
  for (let tries = 0; tries < 5; tries++) {
    const way = graph.take(main.id)?.edges ?? [];
    expect(way.at(-1)?.answer.label).toBe('1');
    graph.giveBack(way.at(-1) as Edge);
  }
  expect(graph.take(main.id)?.edges.at(-1)?.answer.label).toBe('2');
  expect(findingsIn(graph, true)).toEqual(['flow: main: 1 could not be reached again']);
});

test('where the quickest way leads elsewhere, the way that was really walked is taken, by whoever walked it and by others in turn', () => {
  const graph = walked((place, label) => {
    if (place === beginning) return menu;
    return place === 'flow: main' && label !== '0' ? second : 'a person';
  });
  const [main, other] = [...graph.places.values()].slice(1) as [Place, Place];
  const [calls] = (graph.places.get(beginning) as Place).edges;
  const [one, two] = main.edges;
  const caller = { number: '+380507700001', account: { id: 7, number: '7' }, otherAccount: '8' };
  const walkedAs = [calls, two, one] as Edge[];
  graph.came({ edges: walkedAs, caller }, other);
  graph.came({ edges: [...walkedAs, one as Edge], caller }, other);
  const open = other.edges[0] as Edge;
  open.state = 'open';
  const ways = [0, 1, 2].map(() => {
    const way = graph.take(beginning);
    graph.giveBack(open);
    return { labels: way?.edges.map(({ answer }) => answer.label), like: way?.like };
  });
  expect(ways).toEqual([
    { labels: ['calls', '1', '1'], like: null },
    { labels: ['calls', '2', '1', '1'], like: caller },
    { labels: ['calls', '2', '1', '1'], like: null },
  ]);
});

test('when all answers are walked somebody hangs up at every question, on the way that leads there', () => {
  const graph = walked((place, label) => {
    if (place === beginning) return menu;
    return place === 'flow: main' && label === '1' ? second : 'a person';
  });
  const [main, other] = [...graph.places.values()].slice(1) as [Place, Place];
  const first = graph.takeHangUp();
  expect(first).toMatchObject({ place: { id: main.id }, way: { edges: [{ answer: { label: 'calls' } }] } });
  graph.hungUp(main);
  const next = graph.takeHangUp();
  expect(next?.place).toBe(other);
  expect(next?.way.edges.map(({ answer }) => answer.label)).toEqual(['calls', '1']);
  for (let tries = 0; tries < 5; tries++) {
    expect(other.hangUp).toBe('taken');
    graph.giveHangUpBack(other);
    graph.takeHangUp();
  }
  expect(findingsIn(graph, true)).toEqual(['flow: second could not be reached again to hang up there']);
});

test('nobody goes to hang up while there are answers to walk', () => {
  const graph = new Graph({ depth: 9 });
  graph.take(beginning);
  expect(graph.takeHangUp()).toBeUndefined();
});

test('an answer that nothing follows is tried again, until that has come too often to be a chance', () => {
  const graph = new Graph({ depth: 9 });
  const [calls] = graph.take(beginning)?.edges ?? [];
  expect([1, 2, 3].map(() => graph.ledNowhere(calls as Edge))).toEqual([false, false, true]);
});
