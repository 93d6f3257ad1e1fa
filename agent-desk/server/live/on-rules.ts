import type { HolosEvents } from '../../../events.ts';
import type { QueueHeld, SkillsHeld } from '../../contract/shapes.ts';
import type { Change, Look } from './change.ts';
import type { LiveState } from './state.ts';

/** A supervisor has changed the rules of a queue: the others see it at once. */
export function onQueueRules(
  live: LiveState,
  { queue: id }: HolosEvents['queue-rules'],
  look: Look,
): Change<QueueHeld | null> {
  return {
    look: look(live.parts.rules.queue(id), null),
    change: (queue) => queue && live.tellLeads({ type: 'queue-held', queue }),
  };
}

/** What an operator can has changed. */
export function onSkills(
  live: LiveState,
  { operatorId }: HolosEvents['skills'],
  look: Look,
): Change<SkillsHeld | null> {
  return {
    look: look(live.parts.rules.skills(operatorId), null),
    change: (skills) => skills && live.tellLeads({ type: 'skills-held', skills }),
  };
}
