import type { Database } from '../../../db/connect.ts';
import type { ListenLog } from '../../../db/listen-log.ts';
import { findCallback } from '../../../db/queries/callbacks.ts';
import { findFeedback } from '../../../db/queries/feedback.ts';
import type { Listen } from '../../../db/queries/listens.ts';
import { findRequest } from '../../../db/queries/requests.ts';
import { HolosError } from '../../../errors.ts';
import type { MessageStore } from '../../../recordings/messages.ts';
import { type Asked, type Handlers, sent } from '../routing.ts';
import { sendSound } from '../send-sound.ts';

type Names = 'requestMessage' | 'callbackMessage' | 'feedbackComment';

/** What callers have spoken after the signal: with a request, for a call back, as feedback. Who listens is written down. */
export function messageRoutes(
  db: Database,
  messages: MessageStore,
  listens: Pick<ListenLog, 'heard'>,
): Pick<Handlers, Names> {
  async function play(
    what: Listen['what'],
    { id: whatId, callId }: { id: number; callId: string | null },
    { name = `${what}-${whatId}`, file }: { name?: string; file: string | null },
    { request, response, operator }: Asked<Names>,
  ) {
    if (file === null) throw new HolosError('message.none', 'There is no spoken message here.');
    const sound = { ...(await messages.open(file)), name, finished: true };
    await sendSound(sound, request, response, () =>
      listens.heard({ operatorId: operator.id, what, whatId, callId }),
    );
    return sent;
  }
  return {
    async requestMessage(asked) {
      const request = await findRequest(db, asked.params.id);
      if (!request) throw new HolosError('request.unknown', 'There is no such request.');
      return play('request', request, { name: request.number, file: request.messageFile }, asked);
    },
    async callbackMessage(asked) {
      const callback = await findCallback(db, asked.params.id);
      if (!callback) throw new HolosError('callback.unknown', 'There is no such promise to call back.');
      return play('callback', callback, { file: callback.messageFile }, asked);
    },
    async feedbackComment(asked) {
      const feedback = await findFeedback(db, asked.params.id);
      if (!feedback) throw new HolosError('feedback.unknown', 'There is no such feedback.');
      return play('feedback', feedback, { file: feedback.commentFile }, asked);
    },
  };
}
