import { z } from 'zod';
import * as shape from '../shapes.ts';
import { everyone, leads, numericId, type Route, slow } from './route.ts';

/** More numbers than these are more than one campaign. */
export const mostNumbers = 10_000;
/** What stands in one line of a list. It may be anything at all: what is no number is told as that, by itself. */
export const longestNumber = 300;

export const campaignRoutes = {
  campaigns: {
    method: 'get',
    path: '/api/campaigns',
    summary: 'Campaigns of automatic calls.',
    may: everyone,
    answer: z.array(shape.campaign),
  },
  writeCampaign: {
    method: 'post',
    path: '/api/campaigns',
    summary:
      'A new campaign: a list of numbers and one question. It starts when told to. Who cannot be called stands in `refused`.',
    may: leads,
    body: z.object({
      name: z.string().trim().min(1).max(120),
      question: z.enum(['survey.question']).default('survey.question'),
      numbers: z.array(z.string().min(1).max(longestNumber)).min(1).max(mostNumbers),
    }),
    answer: shape.campaign.extend({ refused: shape.refusedNumbers }),
    ...slow,
  },
  campaign: {
    method: 'get',
    path: '/api/campaigns/{id}',
    summary: 'One campaign with its attempts.',
    may: everyone,
    params: numericId,
    answer: shape.campaign.extend({ attempts: z.array(shape.attempt) }),
  },
  startCampaign: {
    method: 'post',
    path: '/api/campaigns/{id}/start',
    summary: 'Start or go on.',
    may: leads,
    params: numericId,
    fails: [409],
    answer: shape.campaign,
  },
  pauseCampaign: {
    method: 'post',
    path: '/api/campaigns/{id}/pause',
    summary: 'No new calls; those being made are finished.',
    may: leads,
    params: numericId,
    fails: [409],
    answer: shape.campaign,
  },
} satisfies Record<string, Route>;
