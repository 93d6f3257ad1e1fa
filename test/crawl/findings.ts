import { silence } from './answers.ts';
import { beginning, type Edge, type Graph, type Place } from './graph.ts';

/** More keys than this are no way to a person. */
const mostKeys = 3;

/**
 * What is wrong with a tree, by its shape: dead ends, loops, steps without a way to a person, what could not be reached.
 * @param staffed whether there is anybody to come to
 */
export function findingsIn(graph: Graph, staffed: boolean): string[] {
  const places = [...graph.places.values()].filter(({ id }) => id !== beginning);
  return [
    ...places.flatMap((place) => place.edges.flatMap((edge) => deadEnds(place, edge))),
    ...places.filter(({ hangUp }) => hangUp === 'lost').map(notHungUp),
    ...places.filter((place) => circlesInSilence(graph, place)).map(loop),
    ...(staffed
      ? places.filter(({ partly }) => !partly).flatMap((place) => withoutPerson(graph, place))
      : []),
  ];
}

function deadEnds(place: Place, { answer, state, arrivals }: Edge): string[] {
  const at = `${titled(place)}: ${answer.label}`;
  const found = [...arrivals.values()].flatMap(({ to, said }) => {
    if (to === 'nothing') return [`${at} leads nowhere: nothing follows it`];
    return to === 'the end' && said.length === 0 ? [`${at} ends the call without a word`] : [];
  });
  return state === 'lost' ? [...found, `${at} could not be reached again`] : found;
}

/** Whoever presses nothing must come to an end or to a person. */
function circlesInSilence(graph: Graph, from: Place): boolean {
  const seen = new Set<string>();
  let place: Place | undefined = from;
  while (place && !seen.has(place.id)) {
    seen.add(place.id);
    place = graph.places.get(afterSilence(place));
  }
  return place === from;
}

function afterSilence({ edges }: Place): string {
  const [to = ''] = edges.find(({ answer }) => answer === silence)?.arrivals.keys() ?? [];
  return to;
}

function notHungUp(place: Place): string {
  return `${titled(place)} could not be reached again to hang up there`;
}

function loop(place: Place): string {
  return `${titled(place)}: one who presses nothing comes back to it again and again`;
}

function withoutPerson(graph: Graph, place: Place): string[] {
  const keys = keysToPerson(graph, place.id);
  const tried = place.edges.every(({ state }) => state === 'known');
  if (keys === null) return tried ? [`${titled(place)}: no way to a person`] : [];
  return tried && keys.length > mostKeys
    ? [`${titled(place)}: a person is ${keys.length} keys away (${keys})`]
    : [];
}

/** The fewest keys from a place to a person; null when there are none. */
export function keysToPerson(graph: Graph, from: string): string | null {
  const ways = new Map<string, string>([[from, '']]);
  const done = new Set<string>();
  for (;;) {
    const next = [...ways].filter(([id]) => !done.has(id)).sort((a, b) => a[1].length - b[1].length)[0];
    if (!next) return null;
    const [id, keys] = next;
    if (id === 'a person') return keys;
    done.add(id);
    for (const { answer, arrivals } of graph.places.get(id)?.edges ?? []) {
      if (answer.does !== 'presses' && id !== beginning) continue;
      for (const to of arrivals.keys()) {
        const sum = keys + answer.keys;
        if (sum.length < (ways.get(to)?.length ?? Number.POSITIVE_INFINITY)) ways.set(to, sum);
      }
    }
  }
}

const wordings = ['', ' (second wording)', ' (after the last sentence)'];

export function titled({ name, wording }: Pick<Place, 'name' | 'wording'>): string {
  return `${name}${wordings[wording] ?? ''}`;
}
