import type { QueueHeld } from '../../../ivr/queue/floor-rules.ts';
import type { DeskServerParts } from '../parts.ts';
import { presentQueue, presentSkills } from '../present/queue.ts';
import type { Handlers } from '../routing.ts';

type Names = 'queues' | 'changeQueue' | 'skills' | 'changeSkills';

export function queueRoutes({
  floor,
  floorRules,
  company,
}: Pick<DeskServerParts, 'floor' | 'floorRules' | 'company'>): Pick<Handlers, Names> {
  const present = (held: QueueHeld) => {
    const name = company.queues.find(({ id }) => id === held.id)?.name ?? {};
    const waiting = floor.waiting().find(({ queue }) => queue === held.id)?.waiting.length ?? 0;
    return presentQueue(held, name, waiting);
  };
  return {
    queues: async () => (await floorRules.queues()).map(present),
    async changeQueue({ params, body, operator }) {
      const { rules: to, version } = body;
      return present(await floorRules.changeQueue(params.id, { to, version, byOperatorId: operator.id }));
    },
    skills: async () => (await floorRules.skills()).map(presentSkills),
    async changeSkills({ params, body, operator }) {
      const { levels: to, version } = body;
      return presentSkills(
        await floorRules.changeSkills(params.id, { to, version, byOperatorId: operator.id }),
      );
    },
  };
}
