import type { Database } from '../../../db/connect.ts';
import { listFeedback } from '../../../db/queries/feedback.ts';
import { presentFeedback } from '../present/feedback.ts';
import { dateOf, presentPage } from '../present/page.ts';
import type { Handlers } from '../routing.ts';

export function feedbackRoutes(db: Database): Pick<Handlers, 'feedback'> {
  return {
    async feedback({ query }) {
      const page = { limit: query.limit, before: dateOf(query.before) };
      return presentPage(await listFeedback(db, page), presentFeedback);
    },
  };
}
