import type { Database } from '../../../db/connect.ts';
import { checkReading, readingsToCheck } from '../../../db/queries/reading-checks.ts';
import { presentReadingToCheck } from '../present/reading.ts';
import type { Handlers } from '../routing.ts';

export function readingRoutes(db: Database): Pick<Handlers, 'readingsToCheck' | 'checkReading'> {
  return {
    async readingsToCheck({ query }) {
      const { items, all } = await readingsToCheck(db, query.limit);
      return { items: items.map(presentReadingToCheck), all };
    },
    async checkReading({ params, body, operator }) {
      await checkReading(db, { ...params, ...body, operatorId: operator.id, at: new Date() });
      return null;
    },
  };
}
