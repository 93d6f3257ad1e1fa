import { DateTime } from 'luxon';
import { type IncidentKind, toldAheadMs } from '../../config/company/incidents.ts';
import type { Language } from '../../config/company.ts';
import type { IncidentRow } from '../../db/queries/incidents.ts';

/** What is spoken of one incident: a prompt and its values. */
export interface Telling {
  prompt: 'known-breakdown.breakdown' | 'known-breakdown.planned' | 'known-breakdown.joined-before';
  parameters: {
    what: string;
    since: Date;
    /** `soon`: today, but later than now. */
    sinceDay: 'before' | 'yesterday' | 'today' | 'soon' | 'tomorrow';
    until: Date;
    untilDay: 'today' | 'tomorrow' | 'later' | 'late' | 'unknown';
  };
}

/** Minutes are not worth hearing: what began is said a little earlier, what is expected a little later. */
const roundedToMin = 30;

/** One sentence about an incident, as it is said to this caller now. One who has joined already hears a shorter one. */
export function tellingOf(
  incident: Pick<IncidentRow, 'since' | 'until'>,
  kind: IncidentKind,
  { language, joined, now, timezone }: { language: Language; joined: boolean; now: Date; timezone: string },
): Telling {
  const { since, until } = incident;
  const inZone = (moment: Date) => DateTime.fromJSDate(moment, { zone: timezone });
  const daysFromNow = (moment: Date) =>
    inZone(moment).startOf('day').diff(inZone(now).startOf('day'), 'days').days;
  const usual = kind.planned ? 'known-breakdown.planned' : 'known-breakdown.breakdown';
  // What has not begun yet does not "still" go on, whoever has joined.
  const isGoingOn = since <= now;
  return {
    prompt: joined && isGoingOn ? 'known-breakdown.joined-before' : usual,
    parameters: {
      what: kind.spoken[language] ?? '',
      since: rounded(since, timezone, Math.floor),
      sinceDay: dayBegun(Math.round(daysFromNow(since)), isGoingOn),
      until: rounded(until ?? now, timezone, Math.ceil),
      untilDay:
        until === null ? 'unknown' : until <= now ? 'late' : dayExpected(Math.round(daysFromNow(until))),
    },
  };
}

function dayBegun(days: number, isGoingOn: boolean): Telling['parameters']['sinceDay'] {
  if (days === 0) return isGoingOn ? 'today' : 'soon';
  if (days === -1) return 'yesterday';
  return days < 0 ? 'before' : 'tomorrow';
}

function dayExpected(days: number): Telling['parameters']['untilDay'] {
  return days <= 0 ? 'today' : days === 1 ? 'tomorrow' : 'later';
}

/** To a half hour of the company's clock, within its day: what is expected at ten to midnight is not said as the next day. */
function rounded(moment: Date, timezone: string, round: (minutes: number) => number): Date {
  const local = DateTime.fromJSDate(moment, { zone: timezone });
  const within = local.minute + local.second / 60 + local.millisecond / 60_000;
  const minutes = round(within / roundedToMin) * roundedToMin;
  const result = local.set({ minute: 0, second: 0, millisecond: 0 }).plus({ minutes });
  return (result.day === local.day ? result : local).toJSDate();
}

/** More than two sentences nobody listens to. */
const mostTold = 2;

/**
 * Which incidents a caller hears of, the most urgent first: by the order of kinds in the company file, of the same kind what goes
 * on before what is to come, then the latest. Of two of one kind only one is told: to the caller it is the same. What the company
 * file does not know any more cannot be said, and works of the days to come are not said yet.
 * @returns with each what is `alike`: the others of its kind that go on, or are to come, as it does, in another of his buildings or in the same
 */
export function toTell<I extends Pick<IncidentRow, 'kind' | 'since'>>(
  incidents: readonly I[],
  kinds: readonly IncidentKind[],
  now: Date,
): { incident: I; kind: IncidentKind; alike: I[] }[] {
  return kinds
    .flatMap((kind) => {
      const [first, ...others] = incidents
        .filter((one) => one.kind === kind.id && one.since.getTime() - now.getTime() < toldAheadMs)
        .toSorted((a, b) => Number(b.since <= now) - Number(a.since <= now) || +b.since - +a.since);
      if (!first) return [];
      const alike = others.filter((one) => one.since <= now === first.since <= now);
      return [{ incident: first, kind, alike }];
    })
    .slice(0, mostTold);
}
