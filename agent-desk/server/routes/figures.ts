import { HolosError } from '../../../errors.ts';
import { type FiguresParts, readFigures } from '../figures/queue-figures.ts';
import type { Handlers } from '../routing.ts';
import { within } from '../within.ts';

const longestSpanMs = 93 * 24 * 3_600_000;

/** What was told until now is in the figures: so long the log is waited for. */
const writtenMs = 2_000;

export function figureRoutes(
  parts: FiguresParts & { stepsWritten?: () => Promise<void> },
): Pick<Handlers, 'figures'> {
  return {
    async figures({ query }) {
      const [from, to] = [new Date(query.from), new Date(query.to)];
      const lengthMs = to.getTime() - from.getTime();
      if (lengthMs <= 0 || lengthMs > longestSpanMs)
        throw new HolosError('figures.times', '`to` comes after `from`, 93 days at most.');
      await within(writtenMs, parts.stepsWritten?.() ?? Promise.resolve());
      return readFigures(parts, { from, to }, query.queue);
    },
  };
}
