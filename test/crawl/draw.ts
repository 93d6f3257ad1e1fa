import { titled } from './findings.ts';
import { type Arrival, beginning, type Edge, type Graph, type Place } from './graph.ts';

const longestWords = 48;

/** The tree as text: each answer with the time to what comes of it and its first words; a place that was drawn before is only named. */
export function drawn(graph: Graph): string[] {
  const seen = new Set<string>();
  const lines: string[] = [];
  const draw = (place: Place, indent: string) => {
    seen.add(place.id);
    // Places one step away come first as branches of this one, not of each other.
    const fresh: { place: Place; at: number }[] = [];
    for (const edge of place.edges) {
      lines.push(...edgeLines(graph, edge, indent));
      for (const to of edge.arrivals.keys()) {
        const next = graph.places.get(to);
        if (next && !seen.has(to) && next.depth > place.depth && !fresh.some((one) => one.place === next))
          fresh.push({ place: next, at: lines.length });
      }
    }
    let added = 0;
    for (const { place: next, at } of fresh) {
      if (seen.has(next.id)) continue;
      const tail = lines.splice(at + added);
      const before = lines.length;
      draw(next, `${indent}    `);
      added += lines.length - before;
      lines.push(...tail);
    }
  };
  const first = graph.places.get(beginning);
  if (first) draw(first, '');
  return lines;
}

function edgeLines(graph: Graph, { answer, state, arrivals }: Edge, indent: string): string[] {
  const label = `${indent}${answer.label.padEnd(Math.max(3, answer.label.length))}`;
  if (arrivals.size === 0) return [`${label} ${state === 'lost' ? 'not reached' : 'not walked'}`];
  return [...arrivals.values()].map((arrival) => `${label} ${arrivalText(graph, arrival)}`);
}

function arrivalText(graph: Graph, { to, ms, said }: Arrival): string {
  const place = graph.places.get(to);
  const name = place ? titled(place) : to;
  const words = said[0] ?? place?.words[0];
  const seconds = `${(ms / 1000).toFixed(1)} s`.padStart(7);
  return `${seconds} → ${name}${words === undefined ? '' : ` “${shortened(words)}”`}`;
}

function shortened(words: string): string {
  return words.length <= longestWords ? words : `${words.slice(0, longestWords).trimEnd()}…`;
}
