import type { Company } from '../../../config/company.ts';
import type { Database } from '../../../db/connect.ts';
import { listRequests } from '../../../db/queries/request-register.ts';
import { findRequest, requestHistory } from '../../../db/queries/requests.ts';
import { HolosError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { RequestDetails } from '../../contract/shapes.ts';
import type { CallMarks } from '../live/call-marks.ts';
import type { DeskServerParts } from '../parts.ts';
import { dateOf, presentPage } from '../present/page.ts';
import { presentRequest, presentRequestDetails } from '../present/request.ts';
import { sendRegister } from '../register/send-register.ts';
import { type Handlers, sent } from '../routing.ts';

type Names = 'requests' | 'requestRegister' | 'request' | 'writeRequest' | 'changeRequest' | 'linkRequest';

export function requestRoutes(
  db: Database,
  company: Company,
  log: Logger,
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
      const { limit, before, ...asked } = query;
      const page = { limit, before: dateOf(before) };
      return presentPage(await listRequests(db, filterOf(asked), page), presentRequest);
    },
    async requestRegister({ query, operator, response }) {
      const { language, ...asked } = query;
      const rows = await sendRegister(db, company, { filter: filterOf(asked), language }, response);
      // Names, addresses and telephones leave the house: who took them is to be known.
      log.info({ operatorId: operator.id, rows }, 'the register of requests was taken as a file');
      return sent;
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

/** As the contract says it, as the register is asked. */
function filterOf<T extends { from?: string; to?: string }>({ from, to, ...others }: T) {
  return { ...others, from: dateOf(from), to: dateOf(to) };
}
