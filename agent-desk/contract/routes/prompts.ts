import { z } from 'zod';
import * as shape from '../shapes.ts';
import { leads, type Route } from './route.ts';

const promptId = z.object({ id: z.string().min(1).max(120) });
const pieceName = z.string().min(1).max(130);

export const promptRoutes = {
  prompts: {
    method: 'get',
    path: '/api/prompts',
    summary: 'What callers hear: every prompt in each language.',
    may: leads,
    answer: z.array(shape.promptSummary),
  },
  prompt: {
    method: 'get',
    path: '/api/prompts/{id}',
    summary: 'One prompt with its pieces and their recordings.',
    may: leads,
    params: promptId,
    answer: shape.promptDetails,
  },
  promptSound: {
    method: 'get',
    path: '/api/prompts/{id}/sound',
    summary:
      'The prompt as callers hear it now, with usual values; or with `name` the recording of that piece, with `earlier` one before it.',
    may: leads,
    params: promptId,
    query: z.object({
      language: shape.language,
      name: pieceName.optional(),
      earlier: z.string().max(20).optional(),
    }),
    answer: z.unknown(),
    sound: true,
  },
  recordPrompt: {
    method: 'post',
    path: '/api/prompts/{id}/recordings',
    summary:
      'Send a recording (WAV, MP3, M4A, OGG, FLAC; 20 MB at most). It is checked, evened out, and heard by callers at once.',
    may: leads,
    params: promptId,
    query: z.object({ language: shape.language, name: pieceName }),
    answer: z.object({ prompt: shape.promptDetails, remarks: z.array(shape.takeRemark) }),
    upload: true,
  },
  promptBack: {
    method: 'post',
    path: '/api/prompts/{id}/back',
    summary: 'Use an earlier recording again, or the synthesised voice.',
    may: leads,
    params: promptId,
    body: z.object({ language: shape.language, name: pieceName, earlier: z.string().max(20).nullable() }),
    answer: shape.promptDetails,
  },
} satisfies Record<string, Route>;
