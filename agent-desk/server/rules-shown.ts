import type { QueueHeld } from '../../ivr/queue/floor-rules.ts';
import { onTelephone } from '../contract/line.ts';
import type { QueueHeld as ShownQueue, SkillsHeld as ShownSkills } from '../contract/shapes.ts';
import type { DeskServerParts } from './parts.ts';
import { presentQueue, presentSkills } from './present/queue.ts';

/** The rules of the queues and the skills of the operators as they are shown: asked for, and told when they change. */
export interface RulesShown {
  present(held: QueueHeld): ShownQueue;
  /** Null where the company file has no such queue. */
  queue(id: string): Promise<ShownQueue | null>;
  /** Null for one who may not log in any more. */
  skills(operatorId: number): Promise<ShownSkills | null>;
}

export function rulesShown({
  floor,
  floorRules,
  company,
}: Pick<DeskServerParts, 'floor' | 'floorRules' | 'company'>): RulesShown {
  const present = (held: QueueHeld) => {
    const name = company.queues.find(({ id }) => id === held.id)?.name ?? {};
    const line = floor.waiting().find(({ queue }) => queue === held.id)?.waiting ?? [];
    return presentQueue(held, name, onTelephone(line).length);
  };
  return {
    present,
    async queue(id) {
      const held = (await floorRules.queues()).find((one) => one.id === id);
      return held ? present(held) : null;
    },
    async skills(operatorId) {
      const held = (await floorRules.skills()).find(({ operator }) => operator.id === operatorId);
      return held ? presentSkills(held) : null;
    },
  };
}
