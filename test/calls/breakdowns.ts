import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import type { Step } from '../../events.ts';
import { createIncidents, type ToldIncident } from '../../housing/incidents/incidents.ts';
import type { TownCall } from '../town/call.ts';
import type { World } from '../town/world.ts';
import { type Household, households } from './households.ts';
import { supervisor } from './supervisor.ts';

const hourMs = 3_600_000;

/** A time so many hours from now, as the desk's server is told it. */
export const inHours = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();

/** Buildings that something befalls, and who lives there: each test has a building of its own. */
export class Breakdowns {
  readonly supervise: Awaited<ReturnType<typeof supervisor>>;
  readonly #world: World;
  readonly #homes: Household[];

  static async in(world: World): Promise<Breakdowns> {
    return new Breakdowns(world, await supervisor(world), await households(world.db));
  }

  private constructor(world: World, supervise: Breakdowns['supervise'], homes: Household[]) {
    this.#world = world;
    this.supervise = supervise;
    this.#homes = homes;
  }

  /** Somebody who has not called yet. */
  household(): Household {
    const home = this.#homes.shift();
    if (!home) throw new Error('there are no more buildings');
    return home;
  }

  /** Since two hours ago and for four more, unless told. */
  async opens(
    { buildingId }: Household,
    kind = 'no-heating',
    since = inHours(-2),
    until: string | null = inHours(4),
  ): Promise<{ id: number }> {
    return this.supervise('incidents', { kind, since, until, buildingIds: [buildingId] });
  }

  /** What this caller is to hear now, the most urgent first. */
  async tellings(number: string, language: 'uk' | 'ru' = 'uk'): Promise<ToldIncident[]> {
    const { db, company } = this.#world.holos;
    const incidents = createIncidents({ db, company, changed: () => undefined, mended: () => undefined });
    const residentIds = await db('phones').where({ number }).pluck('resident_id');
    return incidents.tellings({ residentIds, number, language });
  }

  async stepsOfLatest(number: string): Promise<Step[]> {
    const { items } = await listCalls(this.#world.db, { number }, { limit: 1 });
    return stepsOf(this.#world.db, items[0]?.id ?? '');
  }

  /** The prompts of the latest call. */
  async saidTo(number: string): Promise<string[]> {
    return (await this.stepsOfLatest(number)).flatMap((step) => (step.kind === 'said' ? [step.prompt] : []));
  }
}

export async function hearsOf(call: TownCall, told: ToldIncident | undefined): Promise<void> {
  if (!told) throw new Error('nothing is told');
  await call.hears(told.prompt, told.parameters, { limitMs: 25_000 });
}
