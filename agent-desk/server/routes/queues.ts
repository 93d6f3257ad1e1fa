import type { DeskServerParts } from '../parts.ts';
import { presentSkills } from '../present/queue.ts';
import type { Handlers } from '../routing.ts';
import { rulesShown } from '../rules-shown.ts';

type Names = 'queues' | 'changeQueue' | 'skills' | 'changeSkills';

export function queueRoutes(
  parts: Pick<DeskServerParts, 'floor' | 'floorRules' | 'company'>,
): Pick<Handlers, Names> {
  const { floorRules } = parts;
  const { present } = rulesShown(parts);
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
