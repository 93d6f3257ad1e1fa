import { type Database, inTransaction } from '../connect.ts';

/** A campaign of automatic calls, with how many numbers it has and how many of them are done with. */
export interface CampaignRow {
  id: number;
  name: string;
  /** The prompt that is asked. */
  question: string;
  state: 'draft' | 'running' | 'paused' | 'finished';
  createdAt: Date;
  numbers: number;
  done: number;
}

/** A new campaign in state `draft` with one first attempt a number, all or nothing. */
export async function insertCampaign(
  db: Database,
  campaign: { name: string; question: string; numbers: readonly string[]; createdBy: number },
): Promise<number> {
  return inTransaction(db, async (trx) => {
    const now = new Date();
    const [id] = await trx('campaigns').insert({
      name: campaign.name,
      question: campaign.question,
      state: 'draft',
      created_at: now,
      created_by: campaign.createdBy,
    });
    const rows = campaign.numbers.map((number) => ({ campaign_id: id, number, not_before: now }));
    await trx.batchInsert('attempts', rows, 1_000);
    return Number(id);
  });
}

/** All campaigns, newest first. */
export async function listCampaigns(db: Database): Promise<CampaignRow[]> {
  return withCounts(db).orderBy('campaigns.id', 'desc');
}

export async function findCampaign(db: Database, id: number): Promise<CampaignRow | null> {
  return (await withCounts(db).where('campaigns.id', id).first()) ?? null;
}

export async function setCampaignState(db: Database, id: number, state: CampaignRow['state']): Promise<void> {
  await db('campaigns').where({ id }).update({ state });
}

/** Running campaigns with no attempt left to make. */
export async function exhaustedCampaigns(db: Database): Promise<number[]> {
  const rows: { id: number }[] = await db('campaigns')
    .select('id')
    .where({ state: 'running' })
    .whereNotExists((left) =>
      left
        .select('attempts.id')
        .from('attempts')
        .whereRaw('attempts.campaign_id = campaigns.id')
        .whereNot('attempts.state', 'done'),
    );
  return rows.map((row) => row.id);
}

/** A number is done with when none of its attempts is still to be made. */
function withCounts(db: Database) {
  const counts = db('attempts')
    .select('campaign_id')
    .countDistinct({ numbers: 'number' })
    .select({ open: db.raw("COUNT(DISTINCT CASE WHEN state <> 'done' THEN number END)") })
    .groupBy('campaign_id')
    .as('counts');
  return db('campaigns')
    .leftJoin(counts, 'counts.campaign_id', 'campaigns.id')
    .select({
      id: 'campaigns.id',
      name: 'campaigns.name',
      question: 'campaigns.question',
      state: 'campaigns.state',
      createdAt: 'campaigns.created_at',
      numbers: db.raw('COALESCE(counts.numbers, 0)'),
      done: db.raw('COALESCE(counts.numbers - counts.open, 0)'),
    });
}
