import type { Operator } from '../../contract/shapes.ts';
import { presentColleague } from '../present/operator.ts';
import type { Change } from './change.ts';
import type { LiveState } from './state.ts';

/** Everybody who may work here now: who was locked out leaves the list of colleagues, who was added or has another name or role stands on it. */
export function onPeople(live: LiveState, people: readonly Operator[]): Change<null> {
  return {
    look: null,
    change: () => {
      const gone = new Set(live.operators.keys());
      for (const one of people) {
        gone.delete(one.id);
        const known = live.operators.get(one.id);
        if (known?.name === one.name && known.role === one.role) continue;
        live.operators.set(one.id, one);
        const callId = live.boards.callOf(one.id)?.callId ?? null;
        const colleague = presentColleague(one, { ...live.parts.floor.presence(one.id), callId });
        live.boards.tellAll({ type: 'colleague', colleague });
      }
      for (const id of gone) {
        live.operators.delete(id);
        live.boards.tellAll({ type: 'colleague-gone', id });
      }
    },
  };
}
