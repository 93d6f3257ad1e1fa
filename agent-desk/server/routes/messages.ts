import type { Database } from '../../../db/connect.ts';
import { findCallback } from '../../../db/queries/callbacks.ts';
import { findFeedback } from '../../../db/queries/feedback.ts';
import { findRequest } from '../../../db/queries/requests.ts';
import { HolosError } from '../../../errors.ts';
import type { MessageStore } from '../../../recordings/messages.ts';
import { type Asked, type Handlers, sent } from '../routing.ts';
import { sendSound } from '../send-sound.ts';

type Names = 'requestMessage' | 'callbackMessage' | 'feedbackComment';

/** What callers have spoken after the signal: with a request, for a call back, as feedback. */
export function messageRoutes(db: Database, messages: MessageStore): Pick<Handlers, Names> {
  async function play(name: string, file: string | null, { request, response }: Asked<Names>) {
    if (file === null) throw new HolosError('message.none', 'There is no spoken message here.');
    await sendSound({ ...(await messages.open(file)), name, finished: true }, request, response);
    return sent;
  }
  return {
    async requestMessage(asked) {
      const request = await findRequest(db, asked.params.id);
      if (!request) throw new HolosError('request.unknown', 'There is no such request.');
      return play(request.number, request.messageFile, asked);
    },
    async callbackMessage(asked) {
      const callback = await findCallback(db, asked.params.id);
      if (!callback) throw new HolosError('callback.unknown', 'There is no such promise to call back.');
      return play(`callback-${callback.id}`, callback.messageFile, asked);
    },
    async feedbackComment(asked) {
      const feedback = await findFeedback(db, asked.params.id);
      if (!feedback) throw new HolosError('feedback.unknown', 'There is no such feedback.');
      return play(`feedback-${feedback.id}`, feedback.commentFile, asked);
    },
  };
}
