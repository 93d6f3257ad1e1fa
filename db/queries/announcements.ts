import type { Language } from '../../config/company.ts';
import type { Database } from '../connect.ts';
import { insertOnce } from '../insert-once.ts';

/** What callers of a hotline are told before the menu for a while. */
export interface AnnouncementRow {
  id: number;
  hotline: string;
  /** What is said, by language; empty where a prompt says it. */
  texts: Partial<Record<Language, string>>;
  prompt: string | null;
  beginsAt: Date;
  endsAt: Date;
  setAt: Date;
  setBy: number | null;
  setByName: string | null;
  endedEarlyAt: Date | null;
}

const columns = {
  id: 'announcements.id',
  hotline: 'announcements.hotline',
  texts: 'announcements.texts',
  prompt: 'announcements.prompt',
  beginsAt: 'announcements.begins_at',
  endsAt: 'announcements.ends_at',
  setAt: 'announcements.set_at',
  setBy: 'announcements.set_by',
  setByName: 'operators.name',
  endedEarlyAt: 'announcements.ended_early_at',
};

export interface NewAnnouncement extends Omit<AnnouncementRow, 'id' | 'setByName' | 'endedEarlyAt'> {
  /** Made by the desk that sends it: sent again, it is the announcement that is there. */
  deskKey?: string;
}

/** @returns its id */
export async function insertAnnouncement(db: Database, announcement: NewAnnouncement): Promise<number> {
  const { id } = await insertOnce(db, 'announcements', {
    hotline: announcement.hotline,
    texts: JSON.stringify(announcement.texts),
    prompt: announcement.prompt,
    begins_at: announcement.beginsAt,
    ends_at: announcement.endsAt,
    set_at: announcement.setAt,
    set_by: announcement.setBy,
    desk_key: announcement.deskKey ?? null,
  });
  return id;
}

/** Ends it before its time. False when it has ended already or does not exist. */
export async function endAnnouncement(
  db: Database,
  end: { id: number; at: Date; endedBy: number | null },
): Promise<boolean> {
  const ended = await db('announcements')
    .where({ id: end.id })
    .whereNull('ended_early_at')
    .where('ends_at', '>', end.at)
    .update({ ended_early_at: end.at, ended_by: end.endedBy });
  return ended > 0;
}

export async function findAnnouncement(db: Database, id: number): Promise<AnnouncementRow | null> {
  return (await select(db).where('announcements.id', id).first()) ?? null;
}

/** What is said on a hotline at this moment, what was set last first. */
export async function announcementsAt(db: Database, hotline: string, now: Date): Promise<AnnouncementRow[]> {
  return select(db)
    .where('announcements.hotline', hotline)
    .where('announcements.begins_at', '<=', now)
    .where('announcements.ends_at', '>', now)
    .whereNull('announcements.ended_early_at')
    .orderBy('announcements.id', 'desc');
}

/** Those that have not ended at this moment, also those that begin later; what was set last first. */
export async function announcementsFrom(db: Database, now: Date): Promise<AnnouncementRow[]> {
  return select(db)
    .where('announcements.ends_at', '>', now)
    .whereNull('announcements.ended_early_at')
    .orderBy('announcements.id', 'desc');
}

function select(db: Database) {
  return db('announcements')
    .leftJoin('operators', 'operators.id', 'announcements.set_by')
    .select<AnnouncementRow[]>(columns);
}
