import { subscribersOf } from '../../db/queries/incident-subscribers.ts';
import { closeIncident, openIncident } from '../../db/queries/incidents.ts';
import type { World } from '../town/world.ts';
import type { Crawled } from './crawl.ts';
import { titled } from './findings.ts';

const hourMs = 3_600_000;
/** The question of the flow in which callers hear what has befallen their building. */
const joining = 'knownBreakdown: known-breakdown.join';

/**
 * Walks while there is a breakdown in every building: whoever lives in one is told of it before the menu, and may join it.
 * Null where the company knows of no breakdowns.
 */
export async function atBreakdown(
  { db, holos }: Pick<World, 'db' | 'holos'>,
  crawl: () => Promise<Crawled>,
): Promise<Crawled | null> {
  const kind = holos.company.incidentKinds.find(({ planned }) => !planned);
  if (!kind) return null;
  const now = Date.now();
  const times = {
    since: new Date(now - 2 * hourMs),
    until: new Date(now + 4 * hourMs),
    openedAt: new Date(now),
  };
  const buildings: number[] = await db('buildings').pluck('id');
  const id = await openIncident(db, { kind: kind.id, ...times, comment: '', openedBy: null }, buildings);
  if (id === null) return null;
  try {
    const crawled = await crawl();
    const joined = (await subscribersOf(db, id)).length;
    return { ...crawled, findings: [...crawled.findings, ...joiningFindings(crawled, joined)] };
  } finally {
    // Only the walk is over: nobody is to be told that anything is mended.
    await closeIncident(db, { id, closedAt: new Date(), closedBy: null });
  }
}

function joiningFindings({ graph }: Crawled, joined: number): string[] {
  const place = [...graph.places.values()].find(({ name }) => name === joining);
  if (!place) return ['one whose building has a breakdown is not told of it'];
  const isTried = place.edges.some(({ answer, state }) => answer.answers && state === 'known');
  return isTried && joined === 0 ? [`${titled(place)}: its key joins nobody`] : [];
}
