import type { Database } from '../../../db/connect.ts';
import { stepsOf } from '../../../db/queries/call-events.ts';
import type { CallFilter } from '../../../db/queries/call-filter.ts';
import { findCall, listCalls } from '../../../db/queries/calls.ts';
import { listensTo } from '../../../db/queries/listens.ts';
import { recordingsOf } from '../../../db/queries/recordings.ts';
import { residentIds } from '../../../db/queries/resident-search.ts';
import { HolosError } from '../../../errors.ts';
import type { OutgoingRules } from '../../../housing/destinations.ts';
import { askedNumber } from '../asked-number.ts';
import type { FiguresParts } from '../figures/queue-figures.ts';
import { presentCall, presentCallDetails } from '../present/call.ts';
import { dateOf, presentPage } from '../present/page.ts';
import type { Handlers } from '../routing.ts';

export function callRoutes({
  db,
  company,
  serviceLevelOf,
}: FiguresParts & { company: OutgoingRules }): Pick<Handlers, 'calls' | 'call'> {
  return {
    async calls({ query }) {
      const { residentId, direction, queue, outcome, operatorId, waitedSeconds, disposition } = query;
      const { search, hotline, result, lastedSeconds } = query;
      const number = query.number === undefined ? undefined : askedNumber(query.number, company);
      const filter = {
        ...{ from: dateOf(query.from), to: dateOf(query.to), number, residentId, direction },
        live: query.live === undefined ? undefined : query.live === 'true',
        ...{ queue, outcome, operatorId, disposition, hotline, result },
        person: search === undefined ? undefined : await personIn(db, search, company),
        lastedMs: lastedSeconds === undefined ? undefined : lastedSeconds * 1000,
        waitedMs: waitedSeconds === undefined ? undefined : waitedSeconds * 1000,
        limitsMs: new Map(company.queues.map(({ id }) => [id, serviceLevelOf(id).withinSeconds * 1000])),
      };
      const page = await listCalls(db, filter, { limit: query.limit, before: dateOf(query.before) });
      return presentPage(page, presentCall);
    },
    async call({ params, operator }) {
      const [call, steps, recordings, listens] = await Promise.all([
        findCall(db, params.id),
        stepsOf(db, params.id),
        recordingsOf(db, params.id),
        listensTo(db, params.id),
      ]);
      if (!call) throw new HolosError('call.unknown', 'There is no such call.');
      return presentCallDetails(call, { steps, recordings, listens }, operator.role, company);
    },
  };
}

/** More residents than anybody would look through. */
const mostResidents = 5_000;

/** So many digits, without the country's, are a whole number; fewer are a piece of one, which no index finds. */
const wholeNumber = 9;

/** Whose calls are meant: what was typed may be a number, a piece of one, or lead to residents. */
async function personIn(
  db: Database,
  typed: string,
  company: OutgoingRules,
): Promise<NonNullable<CallFilter['person']>> {
  const found = { residentIds: await residentIds(db, typed, mostResidents) };
  if (!/^[\d\s()+-]{3,}$/.test(typed)) return found;
  const digits = typed.replaceAll(/\D/g, '').replace(/^(00380|380|80|0)/, '');
  if (digits.length >= wholeNumber) return { ...found, number: askedNumber(typed, company) };
  return digits === '' ? found : { ...found, digits };
}
