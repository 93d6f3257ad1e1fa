import type { IncidentRow } from '../../../db/queries/incidents.ts';
import type { MeterRow } from '../../../db/queries/meters.ts';
import type { ReadingRow } from '../../../db/queries/readings.ts';
import type { KnownIncident, Meter } from '../../contract/shapes.ts';

/** @param last the reading that counts for the latest period */
export function presentMeter(meter: MeterRow, last: ReadingRow | undefined): Meter {
  return {
    id: meter.id,
    kind: meter.kind,
    place: meter.place,
    serial: meter.serial,
    verifiedUntil: meter.verifiedUntil,
    outOfServiceSince: meter.outOfServiceSince,
    last: last
      ? {
          value: last.value,
          period: last.period,
          takenAt: last.takenAt.toISOString(),
          doubts: last.toCheck ? [...last.doubts] : [],
        }
      : null,
  };
}

export function presentKnownIncident(incident: IncidentRow): KnownIncident {
  return {
    id: incident.id,
    kind: incident.kind,
    since: incident.since.toISOString(),
    until: incident.until?.toISOString() ?? null,
    comment: incident.comment,
  };
}
