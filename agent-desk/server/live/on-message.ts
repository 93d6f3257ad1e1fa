import type { HolosEvents } from '../../../events.ts';
import type { DeskMessage } from '../../contract/shapes.ts';
import type { Change, Look } from './change.ts';
import type { LiveState } from './state.ts';

/** A message was written: it stands on every desk that it concerns. Or it was read: that reader and the writer see it. */
export function onMessage(
  live: LiveState,
  { messageId, readBy }: HolosEvents['message'],
  look: Look,
): Change<Map<number, DeskMessage>> {
  return {
    look: look(live.parts.world.message(messageId), new Map()),
    change: (byDesk) => {
      const today = live.midnight.toISOString();
      for (const [operatorId, message] of byDesk) {
        // What he wrote on another day stands on his desk no more.
        const isHis = message.fromId === operatorId && message.at >= today;
        const isForHim = message.fromId !== operatorId && (readBy === null || readBy === operatorId);
        if (isHis || isForHim) live.boards.tell(operatorId, { type: 'message', message });
      }
    },
  };
}
