import { expect } from 'vitest';
import { type Company, companySchema } from '../../config/company.ts';
import { loadCompany } from '../../config/load-company.ts';
import { attemptsOf } from '../../db/queries/attempts.ts';
import { setCampaignState } from '../../db/queries/campaigns.ts';
import { testDatabase } from '../../db/testing.ts';
import { createDialer, type DialerParts } from '../../dialer/create-dialer.ts';
import type { Dialer } from '../../dialer/dialer.ts';
import { Bus } from '../../events.ts';
import { createLog } from '../../log.ts';
import { AriError } from '../../telephony/asterisk/link-errors.ts';

/** The usual company, which calls whatever the hour of the test. */
export const company: Company = {
  ...(await loadCompany({ company: '750-600' })),
  holidays: [],
  calling: {
    ...companySchema.shape.calling.parse({ hotline: '750-600', days: [1, 2, 3, 4, 5, 6, 7] }),
    ...{ from: '00:00', to: '24:00' },
  },
};

/** Dialers on a real database and, unless told, an Asterisk that is out of reach. */
export async function dialerStage() {
  const { db, close } = await testDatabase();
  const operator = { login: 'lead', name: 'Lead', role: 'supervisor', password_hash: '-' };
  const [createdBy = 0] = await db('operators').insert(operator);
  return {
    ...{ db, createdBy, close },

    dialerWith(changes: Partial<DialerParts> = {}) {
      const bus = new Bus((error) => expect.unreachable(String(error)));
      const told: string[] = [];
      bus.on('attempt', ({ number, state }) => told.push(`${number} ${state}`));
      const node = {
        ...{ name: 'n1', state: 'up', onSubject: () => () => undefined, onState: () => () => undefined },
        ari: async () => {
          throw new AriError('ari.down', 'There is no link to Asterisk.');
        },
      };
      const dialer = createDialer({
        ...({ node, bus, company, live: new Map() } as unknown as DialerParts),
        db,
        log: createLog('silent'),
        normalise: (number) => number,
        endpointFor: (number) => `PJSIP/${number}@carrier`,
        languageOf: async () => null,
        ...changes,
      });
      return { dialer, told, bus };
    },

    /** @returns the id of a campaign that is running */
    async started(dialer: Dialer, ...numbers: string[]): Promise<number> {
      const list = { name: 'Roofs', question: 'survey.question', numbers, createdBy };
      const { id } = await dialer.create({ ...list, role: 'supervisor' });
      await dialer.start(id);
      return id;
    },

    /** The attempts of a campaign as soon as none of them is under way. */
    async settled(id: number) {
      const underWay = async () => (await attemptsOf(db, id)).some(({ state }) => state === 'dialling');
      await expect.poll(underWay, { timeout: 10_000 }).toBe(false);
      await setCampaignState(db, id, 'paused');
      return attemptsOf(db, id);
    },
  };
}

export type DialerStage = Awaited<ReturnType<typeof dialerStage>>;
