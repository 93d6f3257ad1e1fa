import type { Database } from '../../../db/connect.ts';
import { attemptsGoingOn } from '../../../db/queries/attempts.ts';
import { stepsOf, stepsOfCalls } from '../../../db/queries/call-events.ts';
import { countOpenCallbacks, findCallback, longestOpenCallbacks } from '../../../db/queries/callbacks.ts';
import {
  type CallSummary as CallRow,
  endedSince,
  findCall,
  unfinishedCalls,
} from '../../../db/queries/calls.ts';
import { findCampaign, listCampaigns } from '../../../db/queries/campaigns.ts';
import { deskMessagesSince, findDeskMessage } from '../../../db/queries/desk-messages.ts';
import { findOperator, listOperators, operatorNames } from '../../../db/queries/operators.ts';
import { concernOfRequest } from '../../../db/queries/requests.ts';
import { residentName } from '../../../db/queries/residents.ts';
import { figuresSince } from '../../../db/queries/today.ts';
import type { OutgoingRules } from '../../../housing/destinations.ts';
import { longestFirst, longestList, newestCallFirst } from '../../contract/lists.ts';
import { readCard } from '../card.ts';
import { presentCall } from '../present/call.ts';
import { presentCallback } from '../present/callback.ts';
import { presentAttempt, presentCampaign } from '../present/campaign.ts';
import { presentMessage, presentMessages } from '../present/message.ts';
import { presentOperator } from '../present/operator.ts';
import { presentStep } from '../present/step.ts';
import type { CallbackList, KnownCall, WholeWorld, World } from './world.ts';

/** The world of the live desk, read from the database. `nodes`: whose calls may be going on; `company`: whom its people may call. */
export function databaseWorld(db: Database, nodes: readonly string[], company: OutgoingRules): World {
  return {
    whole: (midnight) =>
      db.transaction((trx) => readWhole(trx, nodes, company, midnight), {
        isolationLevel: 'repeatable read',
      }),
    async operator(id) {
      const operator = await findOperator(db, id);
      return operator?.active ? presentOperator(operator) : null;
    },
    residentName: (id) => residentName(db, id),
    call: (id) => readCall(db, id),
    card: (caller) => readCard(db, company, caller),
    concernOf: (requestId) => concernOfRequest(db, requestId),
    async callback(id) {
      const callback = await findCallback(db, id);
      const open = await countOpenCallbacks(db);
      return callback && { callback: presentCallback(callback, company), open };
    },
    callbacks: () => readCallbacks(db, company),
    async campaign(id) {
      const campaign = await findCampaign(db, id);
      return campaign && presentCampaign(campaign);
    },
    async message(id) {
      const message = await findDeskMessage(db, id);
      return message ? presentMessage(message) : new Map();
    },
  };
}

/** One after the other: a transaction has one connection. */
async function readWhole(
  db: Database,
  nodes: readonly string[],
  company: OutgoingRules,
  midnight: Date,
): Promise<WholeWorld> {
  const living: CallRow[] = [];
  for (const node of nodes) living.push(...(await unfinishedCalls(db, node)));
  const steps = await stepsOfCalls(
    db,
    living.map((call) => call.id),
  );
  const ended = await endedSince(db, midnight, longestList);
  const operators = (await listOperators(db)).map(presentOperator);
  const former = await operatorNames(db);
  for (const { id } of operators) former.delete(id);
  return {
    operators,
    former: [...former].map(([id, name]) => ({ id, name })),
    calls: [...living, ...ended].map(presentCall).sort(newestCallFirst),
    living: living.map((call) => ({
      summary: presentCall(call),
      steps: (steps.get(call.id) ?? []).map(presentStep),
    })),
    ...(await readCallbacks(db, company)),
    campaigns: (await listCampaigns(db)).slice(0, longestList).map(presentCampaign),
    attempts: (await attemptsGoingOn(db)).map(presentAttempt),
    messages: presentMessages(await deskMessagesSince(db, midnight), midnight, longestList),
    today: await figuresSince(db, midnight),
  };
}

async function readCall(db: Database, id: string): Promise<KnownCall | null> {
  const call = await findCall(db, id);
  return call && { summary: presentCall(call), steps: (await stepsOf(db, id)).map(presentStep) };
}

async function readCallbacks(db: Database, company: OutgoingRules): Promise<CallbackList> {
  const open = await longestOpenCallbacks(db, longestList);
  return {
    callbacks: open.map((one) => presentCallback(one, company)).sort(longestFirst),
    callbacksOpen: await countOpenCallbacks(db),
  };
}
