import type { Database } from '../../../db/connect.ts';
import { findRequest, listRequests, requestHistory } from '../../../db/queries/requests.ts';
import { HolosError } from '../../../errors.ts';
import type { OutgoingRules } from '../../../housing/destinations.ts';
import type { RequestDetails } from '../../contract/shapes.ts';
import type { CallMarks } from '../live/call-marks.ts';
import type { DeskServerParts } from '../parts.ts';
import { dateOf, presentPage } from '../present/page.ts';
import { presentRequest, presentRequestDetails } from '../present/request.ts';
import type { Handlers } from '../routing.ts';

type Names = 'requests' | 'request' | 'writeRequest' | 'changeRequest' | 'linkRequest';

export function requestRoutes(
  db: Database,
  company: OutgoingRules,
  requests: DeskServerParts['requests'],
  marks: Pick<CallMarks, 'link' | 'demandMayWrite'>,
): Pick<Handlers, Names> {
  const details = async (id: number): Promise<RequestDetails> => {
    const [request, history] = await Promise.all([findRequest(db, id), requestHistory(db, id)]);
    if (!request) throw new HolosError('request.unknown', 'There is no such request.');
    return presentRequestDetails(request, history, company);
  };
  return {
    async requests({ query }) {
      const { status, residentId, search } = query;
      const page = { limit: query.limit, before: dateOf(query.before) };
      return presentPage(await listRequests(db, { status, residentId, search }, page), presentRequest);
    },
    request: ({ params }) => details(params.id),
    async writeRequest({ body, operator }) {
      if (body.callId !== null) await marks.demandMayWrite(operator, body.callId);
      const { id } = await requests.write({ ...body, createdBy: operator.id });
      return details(id);
    },
    async linkRequest({ params, body, operator }) {
      await marks.link(operator, body.callId, params.id);
      return details(params.id);
    },
    async changeRequest({ params, body, operator }) {
      await requests.changeStatus({ id: params.id, ...body, operatorId: operator.id });
      return details(params.id);
    },
  };
}
