import type { RequestEvent, RequestRow } from '../../../db/queries/requests.ts';
import { type OutgoingRules, refusalOf } from '../../../housing/destinations.ts';
import type { RequestDetails, RequestSummary } from '../../contract/shapes.ts';

export function presentRequest(request: RequestRow): RequestSummary {
  return {
    id: request.id,
    number: request.number,
    category: request.category,
    executor: request.executor,
    text: request.text,
    place: request.place,
    phone: request.phone,
    status: request.status,
    createdAt: request.createdAt.toISOString(),
    dueAt: request.dueAt.toISOString(),
    residentId: request.residentId,
    callId: request.callId,
    messageMs: request.messageFile === null ? null : request.messageMs,
  };
}

/** What the history tells of each line. */
const toldOfHistory = ['from', 'to', 'comment', 'executor', 'callId'];

/** @param company whom its people may call */
export function presentRequestDetails(
  request: RequestRow,
  history: RequestEvent[],
  company: OutgoingRules,
): RequestDetails {
  return {
    ...presentRequest(request),
    refusal: request.phone === null ? null : refusalOf(request.phone, company),
    history: history.map(({ at, kind, operatorName, data }) => ({
      at: at.toISOString(),
      kind,
      operatorName,
      data: Object.fromEntries(Object.entries(data).filter(([name]) => toldOfHistory.includes(name))),
    })),
  };
}
