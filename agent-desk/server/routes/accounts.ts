import type { Accounts } from '../../../housing/accounts/accounts.ts';
import type { Handlers } from '../routing.ts';

export function accountRoutes(accounts: Pick<Accounts, 'givePin'>): Pick<Handlers, 'givePin'> {
  return {
    givePin: async ({ params, operator, signal }) => ({
      pin: await accounts.givePin(params.id, operator.id, signal),
    }),
  };
}
