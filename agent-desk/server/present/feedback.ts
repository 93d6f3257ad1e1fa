import type { ListedFeedback } from '../../../db/queries/feedback.ts';
import type { Feedback } from '../../contract/shapes.ts';

export function presentFeedback(feedback: ListedFeedback): Feedback {
  return {
    id: feedback.id,
    callId: feedback.callId,
    number: feedback.number,
    hotline: feedback.hotline,
    requestId: feedback.requestId,
    requestNumber: feedback.requestNumber,
    score: feedback.score,
    commentMs: feedback.commentMs,
    givenAt: feedback.givenAt.toISOString(),
    callback: feedback.calledBackAt ? 'done' : feedback.callbackId === null ? 'none' : 'promised',
  };
}
