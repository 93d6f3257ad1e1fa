import { routes } from '../../agent-desk/contract/routes.ts';
import type { QueueRules } from '../../agent-desk/contract/shapes.ts';
import type { Language } from '../../config/company.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { TownCall } from '../town/call.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { supervisorAsks } from './supervisor.ts';

/** A supervisor who changes the rules of queues and the skills of operators while calls run. */
export class RulesDesk {
  readonly #asks: Awaited<ReturnType<typeof supervisorAsks>>;

  static async open(world: World): Promise<RulesDesk> {
    return new RulesDesk(await supervisorAsks(world));
  }

  private constructor(asks: Awaited<ReturnType<typeof supervisorAsks>>) {
    this.#asks = asks;
  }

  async queue(id: string) {
    const queues = routes.queues.answer.parse(await this.#asks('GET', 'queues'));
    const found = queues.find((one) => one.id === id);
    if (!found) throw new Error(`there is no queue ${id}`);
    return found;
  }

  async changesQueue(id: string, change: Partial<QueueRules>): Promise<void> {
    const { rules, version } = await this.queue(id);
    await this.#asks('PATCH', `queues/${id}`, { rules: { ...rules, ...change }, version });
  }

  /** What the company file says of these queues holds again. */
  async takesBack(...ids: string[]): Promise<void> {
    for (const id of ids) {
      const { version } = await this.queue(id);
      await this.#asks('PATCH', `queues/${id}`, { rules: null, version });
    }
  }

  /** A level that is left out is 2; null: what the company file says holds again. */
  async changesSkills(worker: DeskWorker, levels: Record<string, number> | null): Promise<void> {
    const all = routes.skills.answer.parse(await this.#asks('GET', 'skills'));
    const version = all.find((one) => one.operatorId === worker.id)?.version;
    await this.#asks('PATCH', `skills/${worker.id}`, { levels, version });
  }
}

let numbers = 700;

/** A resident calls, presses these keys in the greeting and after it, and waits in the line of this queue, as this desk sees. */
export async function waits(
  world: World,
  desk: DeskWorker,
  queue: string,
  keys: string,
  language: Language = 'uk',
): Promise<{ number: string; caller: TownCall }> {
  const number = `+3806733${String(numbers++).padStart(5, '0')}`;
  await rememberLanguage(world.db, number, language);
  const caller = await world.town.resident(number).calls('750600');
  await caller.hears('greeting.750-600', {}, { language, limitMs: 20_000 });
  for (const key of keys) await caller.presses(key);
  await desk.sees(`${number} in ${queue}`, ({ state }) =>
    state.queues.some((one) => one.id === queue && one.waiting.some((waiting) => waiting.number === number)),
  );
  return { number, caller };
}
