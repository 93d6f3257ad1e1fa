import { limitsOf } from '../../format/local-time.ts';
import { type QueryInput, registerStatus } from '../../state/contract.ts';

/** Which requests: what the register and the file made of it are both asked for. */
export type RegisterQuery = Pick<
  QueryInput<'requests'>,
  'search' | 'status' | 'category' | 'executor' | 'from' | 'to'
>;

/** What the address says of them. What it has wrong is left out. */
export function registerQuery(
  { search, status, category, executor, first, last }: Record<string, string>,
  timezone: string | undefined,
): RegisterQuery {
  return {
    search: search || undefined,
    status: registerStatus.safeParse(status).data,
    category: category || undefined,
    executor: executor || undefined,
    ...limitsOf({ first, last }, timezone),
  };
}
