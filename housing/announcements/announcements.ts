import type { Company, Language } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import {
  type AnnouncementRow,
  announcementsAt,
  announcementsFrom,
  endAnnouncement,
  findAnnouncement,
  insertAnnouncement,
} from '../../db/queries/announcements.ts';
import { codeOf, HolosError } from '../../errors.ts';
import type { Logger } from '../../log.ts';

/** One sentence to say: a prompt with its values, and the language it is said in. */
export type Said = readonly [prompt: string, parameters: Record<string, string>, language: Language];

/** Makes a sentence before anybody hears it. @throws HolosError `speech.no-prompt`, `speech.parameter`, `speech.failed` */
export type MakeAhead = (
  prompt: string,
  parameters: Record<string, string | Date>,
  language: Language,
) => Promise<void>;

export interface NewAnnouncement {
  hotline: string;
  texts: Partial<Record<Language, string>>;
  prompt: string | null;
  beginsAt: Date;
  endsAt: Date;
  setBy: number | null;
  /** Made by the desk that sends it: sent again, it is the announcement that is there, as it was set first. */
  deskKey?: string;
}

export interface Announcements {
  /** What callers of this hotline are told now, at most two things, what was set last first. */
  saidNow(hotline: string, language: Language): Promise<Said[]>;
  /**
   * Sets one; it is made before it is set.
   * @throws HolosError `announcement.unknown-hotline`, `announcement.times`, `announcement.empty`, `announcement.unspeakable`,
   *   `announcement.unknown-prompt`
   */
  set(announcement: NewAnnouncement): Promise<AnnouncementRow>;
  /** @throws HolosError `announcement.unknown`, `announcement.not-now` */
  end(id: number, operatorId: number | null): Promise<AnnouncementRow>;
  /** Those that are said now or will be. */
  list(): Promise<AnnouncementRow[]>;
  /** Makes all that will be said, for a start with an empty cache; what cannot be made is logged. */
  prepare(): Promise<void>;
}

/** More than two sentences nobody listens to. */
const mostSaid = 2;
/** The prompt that says any text. */
const anyText = 'announcement.text';

/** What supervisors have said to callers before the menu, for a while. */
export function createAnnouncements(parts: {
  db: Database;
  company: Pick<Company, 'hotlines'>;
  makeAhead: MakeAhead;
  log: Logger;
}): Announcements {
  const { db, company, makeAhead } = parts;
  const languagesOf = (hotline: string) =>
    company.hotlines.find((one) => one.id === hotline)?.languages ?? [];

  /** In every language of its hotline, as callers will hear it. */
  async function make(announcement: Pick<AnnouncementRow, 'hotline' | 'texts' | 'prompt'>): Promise<void> {
    const languages = languagesOf(announcement.hotline);
    for (const language of languages) {
      const said = sayingOf(announcement, language, languages);
      if (said) await makeAhead(...said);
    }
  }

  return {
    async saidNow(hotline, language) {
      const live = await announcementsAt(db, hotline, new Date());
      return live
        .slice(0, mostSaid)
        .map((one) => sayingOf(one, language, languagesOf(hotline)))
        .filter((said) => said !== null);
    },
    async set(announcement) {
      const setAt = new Date();
      demand(announcement, setAt, languagesOf(announcement.hotline));
      await makeOrRefuse(announcement, make);
      return find(db, await insertAnnouncement(db, { ...announcement, setAt }));
    },
    async end(id, endedBy) {
      await find(db, id);
      if (!(await endAnnouncement(db, { id, at: new Date(), endedBy })))
        throw new HolosError('announcement.not-now', 'This announcement has ended already.', { id });
      return find(db, id);
    },
    list: () => announcementsFrom(db, new Date()),
    async prepare() {
      for (const one of await announcementsFrom(db, new Date())) {
        await make(one).catch((error) =>
          parts.log.error({ err: error, announcementId: one.id }, 'an announcement could not be made'),
        );
      }
    },
  };
}

/**
 * How an announcement is said to a caller: in his language; where it has no text in that, in the hotline's first language, and
 * else in whatever language there is. Null: it cannot be said.
 */
export function sayingOf(
  { texts, prompt }: Pick<AnnouncementRow, 'texts' | 'prompt'>,
  language: Language,
  spoken: readonly Language[],
): Said | null {
  if (prompt !== null) return [prompt, {}, language];
  const inOrder = [language, ...spoken, ...(Object.keys(texts) as Language[])];
  const found = inOrder.find((one) => texts[one]);
  return found === undefined ? null : [anyText, { text: texts[found] ?? '' }, found];
}

function demand(announcement: NewAnnouncement, now: Date, spoken: readonly Language[]): void {
  const { hotline, texts, prompt, beginsAt, endsAt } = announcement;
  if (spoken.length === 0)
    throw new HolosError('announcement.unknown-hotline', `There is no hotline “${hotline}”.`);
  if (endsAt <= now || endsAt <= beginsAt)
    throw new HolosError('announcement.times', 'An announcement ends in the future, after it began.');
  if (Object.keys(texts).length > 0 === (prompt !== null))
    throw new HolosError('announcement.empty', 'Give a text in some language, or a prompt, not both.');
  // Signs alone no engine can say.
  if (Object.values(texts).some((text) => !/[\p{L}\p{N}]/u.test(text))) throw unspeakable();
}

async function makeOrRefuse(
  announcement: NewAnnouncement,
  make: (announcement: NewAnnouncement) => Promise<void>,
): Promise<void> {
  try {
    await make(announcement);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'speech.failed') throw unspeakable(error);
    if (code !== 'speech.no-prompt' && code !== 'speech.parameter') throw error;
    const message = `The prompt “${announcement.prompt}” cannot be said by itself in every language of the hotline.`;
    throw new HolosError('announcement.unknown-prompt', message, {}, error);
  }
}

function unspeakable(cause?: unknown): HolosError {
  const message = 'This cannot be read aloud: write every text in words.';
  return new HolosError('announcement.unspeakable', message, {}, cause);
}

async function find(db: Database, id: number): Promise<AnnouncementRow> {
  const announcement = await findAnnouncement(db, id);
  if (!announcement) throw new HolosError('announcement.unknown', 'There is no such announcement.', { id });
  return announcement;
}
