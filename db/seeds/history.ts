import type { Company } from '../../config/company.ts';
import type { CallEnd, Step } from '../../events.ts';
import type { Database } from '../connect.ts';
import { appendSteps } from '../queries/append-steps.ts';
import { insertCall, patchCall } from '../queries/calls.ts';
import { changeRequestStatus, createRequest } from '../queries/requests.ts';
import { readRequestTexts } from './data.ts';
import { type Random, seededRandom } from './random.ts';
import type { SeedTown } from './town.ts';

export interface HistoryParts {
  town: SeedTown;
  company: Pick<Company, 'categories' | 'hotlines'>;
  operatorIds: number[];
  now: Date;
}

const dayMs = 86_400_000;

/** What happened in the weeks before: calls of some residents, and for most of them a request. */
export async function writeHistory(db: Database, parts: HistoryParts, count = 150): Promise<void> {
  const random = seededRandom(1_580);
  for (let i = 0; i < count; i++) {
    // The known resident has called before; of the others whoever comes.
    const phone = i < 3 ? parts.town.phones[0] : random.pick(parts.town.phones);
    if (!phone) return;
    const at = new Date(parts.now.getTime() - random.between(dayMs, 21 * dayMs));
    const operatorId = random.pick(parts.operatorIds);
    const call: PastCall = { id: `demo-${i + 1}`, at, operatorId, ...phone };
    const talked = i < 3 || random.chance(0.85);
    await writeCall(db, call, parts, random, talked);
    if (talked && random.chance(0.75)) await writeRequest(db, call, parts, random);
  }
}

interface PastCall {
  id: string;
  at: Date;
  number: string;
  resident_id: number;
  operatorId: number;
}

async function writeCall(
  db: Database,
  call: PastCall,
  { company }: HistoryParts,
  random: Random,
  talked: boolean,
): Promise<void> {
  const hotline = random.pick(company.hotlines).id;
  const { id: callId, number, at: arrivedAt } = call;
  const waitMs = random.between(3_000, 60_000);
  const talkMs = random.between(40_000, 300_000);
  const after = (ms: number) => new Date(arrivedAt.getTime() + ms);
  const answeredAt = after(300);
  const endedAt = after(25_000 + waitMs + (talked ? talkMs : 0));
  const end: CallEnd = { result: talked ? 'talked' : 'abandoned', reason: 'caller-hung-up' };
  await insertCall(db, { id: callId, node: 'demo', direction: 'in', hotline, number, arrivedAt });
  const operatorId = talked ? call.operatorId : undefined;
  await patchCall(db, callId, {
    ...end,
    residentId: call.resident_id,
    language: 'uk',
    answeredAt,
    endedAt,
    operatorId,
  });
  const steps: Step[] = [
    { callId, at: arrivedAt, kind: 'arrived', hotline, number, direction: 'in' },
    { callId, at: after(20), kind: 'identified', as: 'one', residentIds: [call.resident_id] },
    { callId, at: answeredAt, kind: 'answered' },
    { callId, at: after(24_000), kind: 'key', key: '0' },
    { callId, at: after(25_000), kind: 'waiting', queue: 'dispatcher', position: 1 },
  ];
  if (talked) {
    const operator = { callId, operatorId: call.operatorId };
    steps.push({ ...operator, at: after(25_000 + waitMs), kind: 'connected', waitMs });
    steps.push({ ...operator, at: endedAt, kind: 'left-operator', talkMs });
  }
  await appendSteps(db, [...steps, { callId, at: endedAt, kind: 'ended', ...end }]);
}

async function writeRequest(
  db: Database,
  call: PastCall,
  parts: HistoryParts,
  random: Random,
): Promise<void> {
  const texts = readRequestTexts();
  const categories = parts.company.categories.filter((one) => texts[one.id]?.length);
  if (categories.length === 0) return;
  const category = random.pick(categories);
  const { town } = parts;
  const account = town.accounts[(town.residents[call.resident_id - 1]?.account_id ?? 1) - 1];
  const building = town.buildings[(account?.building_id ?? 1) - 1];
  const createdAt = new Date(call.at.getTime() + 100_000);
  const written = {
    callId: call.id,
    residentId: call.resident_id,
    buildingId: account?.building_id ?? null,
    category: category.id,
    executor: category.executor,
    text: random.pick(texts[category.id] ?? []),
    place: `${building?.street}, ${building?.house}, кв. ${account?.flat}`,
    phone: call.number,
    createdAt,
    dueAt: new Date(createdAt.getTime() + category.dueHours * 3_600_000),
    createdBy: call.operatorId,
  };
  const { id } = await createRequest(db, written, createdAt.getUTCFullYear());
  const progress = random.chance(0.6) ? (['given', 'done', 'closed'] as const) : (['given'] as const);
  const steps = random.chance(0.2) ? [] : progress;
  for (const [i, status] of steps.entries()) {
    const at = new Date(Math.min(createdAt.getTime() + (i + 1) * 3 * 3_600_000, parts.now.getTime()));
    await changeRequestStatus(db, { id, status, operatorId: call.operatorId, comment: '', at });
  }
}
