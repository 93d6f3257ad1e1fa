import type { AttemptRow } from '../../../db/queries/attempts.ts';
import type { CampaignRow } from '../../../db/queries/campaigns.ts';
import type { Attempt, Campaign } from '../../contract/shapes.ts';

export function presentCampaign(campaign: CampaignRow): Campaign {
  return {
    id: campaign.id,
    name: campaign.name,
    question: campaign.question,
    state: campaign.state,
    createdAt: campaign.createdAt.toISOString(),
    numbers: campaign.numbers,
    done: campaign.done,
  };
}

export function presentAttempt(attempt: AttemptRow): Attempt {
  return {
    id: attempt.id,
    campaignId: attempt.campaignId,
    number: attempt.number,
    try: attempt.try,
    state: attempt.state,
    outcome: attempt.outcome,
    answer: attempt.answer,
    callId: attempt.callId,
  };
}
