import type { QueueHeld, SkillsHeld } from '../../../ivr/queue/floor-rules.ts';
import type { Company, QueueHeld as ShownQueue, SkillsHeld as ShownSkills } from '../../contract/shapes.ts';

export function presentQueue(held: QueueHeld, name: Company['name'], waiting: number): ShownQueue {
  const { id, now: rules, ofCompany, version } = held;
  return { id, name, rules, ofCompany, changed: presentChange(held), version, waiting };
}

export function presentSkills(held: SkillsHeld): ShownSkills {
  const { operator, now, ofCompany, version } = held;
  return {
    ...{ operatorId: operator.id, name: operator.name },
    ...{ levels: { ...now }, ofCompany: { ...ofCompany }, changed: presentChange(held), version },
  };
}

function presentChange({ changed }: QueueHeld | SkillsHeld) {
  return changed && { at: changed.at.toISOString(), byName: changed.byName };
}
