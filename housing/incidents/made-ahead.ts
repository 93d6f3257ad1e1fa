import type { Company } from '../../config/company.ts';
import { languages } from '../../config/company.ts';
import type { IncidentRow } from '../../db/queries/incidents.ts';
import type { Logger } from '../../log.ts';
import type { MakeAhead } from '../announcements/announcements.ts';
import { tellingOf } from './telling.ts';

/**
 * Makes what will be said of an incident today, in every language, so that the first caller waits for no synthesis. What cannot be
 * made is logged; it is made when it is said.
 */
export async function makeTellings(
  incident: IncidentRow,
  parts: { company: Pick<Company, 'incidentKinds' | 'timezone'>; makeAhead: MakeAhead; log: Logger },
): Promise<void> {
  const { company, makeAhead, log } = parts;
  const kind = company.incidentKinds.find((one) => one.id === incident.kind);
  if (!kind) return;
  const when = { now: new Date(), timezone: company.timezone };
  try {
    for (const language of languages.filter((one) => kind.spoken[one])) {
      for (const joined of [false, true]) {
        const { prompt, parameters } = tellingOf(incident, kind, { language, joined, ...when });
        await makeAhead(prompt, parameters, language);
      }
    }
  } catch (error) {
    log.error({ err: error, incidentId: incident.id }, 'what is said of an incident could not be made ahead');
  }
}
