import { z } from 'zod';
import { callSearch, callsBehind, figures } from '../figures.ts';
import * as shape from '../shapes.ts';
import { everyone, leads, numericId, page, type Route, slow } from './route.ts';

export const callRoutes = {
  calls: {
    method: 'get',
    path: '/api/calls',
    summary:
      'Calls, newest first; `from` and `to` are of their arrival, `number` is that of the caller or of whom was called, in any usual form (+380…, 0…, 8 0…, a city number).',
    may: everyone,
    query: z.object({
      ...page,
      from: shape.time.optional(),
      to: shape.time.optional(),
      ...callsBehind.shape,
      ...callSearch.shape,
      number: z.string().max(30).optional(),
      residentId: z.coerce.number().int().optional(),
      direction: z.enum(['in', 'out']).optional(),
      live: z.enum(['true', 'false']).optional(),
    }),
    answer: z.object({ items: z.array(shape.callSummary), next: shape.time.nullable() }),
    // A piece of a number is found by looking through all calls.
    ...slow,
  },
  call: {
    method: 'get',
    path: '/api/calls/{id}',
    summary: 'One call with its steps and recordings; for those who lead also with who has listened to it.',
    may: everyone,
    params: z.object({ id: z.string().min(1).max(64) }),
    answer: shape.callDetails,
  },
  figures: {
    method: 'get',
    path: '/api/figures',
    summary:
      'Service level, waits, talks and occupancy of the calls that arrived in a time, by queue and by operator; 93 days at most.',
    may: leads,
    query: z.object({ from: shape.time, to: shape.time, queue: z.string().max(40).optional() }),
    answer: figures,
    ...slow,
  },
  recordingAudio: {
    method: 'get',
    path: '/api/recordings/{id}/audio',
    summary:
      'The sound, WAV, left the resident, right what the resident hears. Range requests are answered. Who listens is written down.',
    may: everyone,
    params: numericId,
    answer: z.unknown(),
    sound: true,
  },
  recordingWaveform: {
    method: 'get',
    path: '/api/recordings/{id}/waveform',
    summary: 'How loud the resident, and what the resident heard, was from the beginning to the end.',
    may: everyone,
    params: numericId,
    answer: shape.waveform,
  },
  callbacks: {
    method: 'get',
    path: '/api/callbacks',
    summary: 'Who was promised a call back and has not had it.',
    may: everyone,
    answer: z.array(shape.callback),
  },
  callbackMessage: {
    method: 'get',
    path: '/api/callbacks/{id}/message',
    summary: 'The message that was left for the call back, WAV. Range requests are answered.',
    may: everyone,
    params: numericId,
    answer: z.unknown(),
    sound: true,
  },
  callbackDone: {
    method: 'post',
    path: '/api/callbacks/{id}/done',
    summary: 'The resident was called back.',
    may: everyone,
    params: numericId,
    answer: shape.callback,
  },
  feedback: {
    method: 'get',
    path: '/api/feedback',
    summary: 'What callers thought of the work and the company, newest first.',
    may: leads,
    query: z.object(page),
    answer: z.object({ items: z.array(shape.feedback), next: shape.time.nullable() }),
  },
  feedbackComment: {
    method: 'get',
    path: '/api/feedback/{id}/comment',
    summary: 'What the caller said besides the score, WAV. Range requests are answered.',
    may: leads,
    params: numericId,
    answer: z.unknown(),
    sound: true,
  },
} satisfies Record<string, Route>;
