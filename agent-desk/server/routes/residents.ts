import type { Database } from '../../../db/connect.ts';
import { searchResidents } from '../../../db/queries/resident-search.ts';
import { smsToNumber } from '../../../db/queries/sms.ts';
import { HolosError } from '../../../errors.ts';
import type { OutgoingRules } from '../../../housing/destinations.ts';
import { askedNumber } from '../asked-number.ts';
import { readCard } from '../card.ts';
import { readHome } from '../home.ts';
import { presentResident } from '../present/resident.ts';
import { presentSms } from '../present/sms.ts';
import type { Handlers } from '../routing.ts';

export function residentRoutes(
  db: Database,
  company: OutgoingRules,
): Pick<Handlers, 'residents' | 'card' | 'home' | 'sms'> {
  return {
    residents: async ({ query }) =>
      (await searchResidents(db, query.search)).map((one) => presentResident(one, company)),
    async card({ params }) {
      const card = await readCard(db, company, { as: 'one', residentIds: [params.id], number: null });
      if (card.residents.length === 0) throw new HolosError('resident.unknown', 'There is no such resident.');
      return card;
    },
    home: ({ params }) => readHome(db, params.id),
    sms: async ({ query }) => (await smsToNumber(db, askedNumber(query.number, company))).map(presentSms),
  };
}
