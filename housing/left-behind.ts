import type { Company, Language } from '../config/company.ts';
import type { Database } from '../db/connect.ts';
import { type AnnouncementRow, announcementsFrom } from '../db/queries/announcements.ts';
import { listIncidents } from '../db/queries/incidents.ts';
import { codeOf } from '../errors.ts';

/** Something that was set at the desk, and that callers do not hear since the company file or the prompts have changed. */
export interface LeftBehind {
  what: 'announcement' | 'incident';
  id: number;
  /** In words, e.g. `there is no hotline “750-600” any more`. */
  why: string;
}

/** The words of a prompt. @throws HolosError `speech.no-prompt`, `speech.parameter` where it cannot be said by itself */
export type Words = (prompt: string, language: Language) => unknown;

const mostIncidents = 1_000;

/**
 * Announcements and open incidents that cannot be said: their hotline or kind has left the company file, or, where `words` is given,
 * their prompt has gone. Nothing but this tells of them: callers just do not hear them.
 */
export async function leftBehind(
  db: Database,
  { company, words }: { company: Pick<Company, 'hotlines' | 'incidentKinds'>; words?: Words },
): Promise<LeftBehind[]> {
  const now = new Date();
  const [announcements, incidents] = await Promise.all([
    announcementsFrom(db, now),
    listIncidents(db, { closedSince: now, limit: mostIncidents }),
  ]);
  const kinds = company.incidentKinds.map((kind) => kind.id);
  return [
    ...announcements.flatMap((one) =>
      whyNotSaid(one, company, words).map((why) => ({ what: 'announcement' as const, id: one.id, why })),
    ),
    ...incidents
      .filter(({ kind, closedAt }) => closedAt === null && !kinds.includes(kind))
      .map(({ id, kind }) => {
        const why = `there is no kind of incident “${kind}” any more`;
        return { what: 'incident' as const, id, why };
      }),
  ];
}

function whyNotSaid(
  { hotline, prompt }: AnnouncementRow,
  { hotlines }: Pick<Company, 'hotlines'>,
  words?: Words,
): string[] {
  const found = hotlines.find((one) => one.id === hotline);
  if (!found) return [`there is no hotline “${hotline}” any more`];
  if (prompt === null || !words) return [];
  const silent = found.languages.filter((language) => !canSay(words, prompt, language));
  if (silent.length === 0) return [];
  return [`the prompt “${prompt}” cannot be said by itself any more (${silent.join(', ')})`];
}

function canSay(words: Words, prompt: string, language: Language): boolean {
  try {
    words(prompt, language);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'speech.no-prompt' && codeOf(error) !== 'speech.parameter') throw error;
    return false;
  }
}
