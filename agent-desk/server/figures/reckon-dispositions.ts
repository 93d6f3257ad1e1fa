import { withoutDisposition } from '../../../config/company/dispositions.ts';
import type { Company } from '../../../config/company.ts';
import type { CallsBehind, DispositionFigure } from '../../contract/figures.ts';

interface Counted {
  disposition: string | null;
  count: number;
}

/**
 * What talks came to: each disposition of the company file in its order, then those that it has no more, and last the talks of
 * which it was not said; nothing where the company asks for none and none was given. `behind`: where the calls are.
 */
export function reckonDispositions(
  counted: readonly Counted[],
  { dispositions }: Pick<Company, 'dispositions'>,
  behind: CallsBehind,
): DispositionFigure[] {
  const counts = new Map(counted.map(({ disposition, count }) => [disposition, count]));
  const given = [...counts.keys()].filter((one) => one !== null);
  const known = [...new Set([...dispositions.map(({ id }) => id), ...given])];
  if (known.length === 0) return [];
  return [...known, null].map((disposition) => {
    const count = counts.get(disposition) ?? 0;
    const calls: CallsBehind = {
      ...behind,
      outcome: 'talked',
      disposition: disposition ?? withoutDisposition,
    };
    return { disposition, calls: { value: count, count, calls } };
  });
}
