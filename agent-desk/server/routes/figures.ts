import { HolosError } from '../../../errors.ts';
import { type FiguresParts, readFigures } from '../figures/queue-figures.ts';
import type { Handlers } from '../routing.ts';

const longestSpanMs = 93 * 24 * 3_600_000;

export function figureRoutes(parts: FiguresParts): Pick<Handlers, 'figures'> {
  return {
    async figures({ query }) {
      const [from, to] = [new Date(query.from), new Date(query.to)];
      const lengthMs = to.getTime() - from.getTime();
      if (lengthMs <= 0 || lengthMs > longestSpanMs)
        throw new HolosError('figures.times', '`to` comes after `from`, 93 days at most.');
      return readFigures(parts, { from, to }, query.queue);
    },
  };
}
