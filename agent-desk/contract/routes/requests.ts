import { z } from 'zod';
import * as shape from '../shapes.ts';
import { everyone, leads, numericId, page, type Route } from './route.ts';

/** Which requests: those of the register that the desk shows. `from` and `to` are of when they were written down. */
const registerFilter = z.object({
  status: shape.registerStatus.optional(),
  category: z.string().max(40).optional(),
  executor: z.string().max(40).optional(),
  from: shape.time.optional(),
  to: shape.time.optional(),
  residentId: z.coerce.number().int().optional(),
  search: z.string().max(100).optional(),
});

export const requestRoutes = {
  requests: {
    method: 'get',
    path: '/api/requests',
    summary: 'Requests, newest first.',
    may: everyone,
    query: z.object({ ...page, ...registerFilter.shape }),
    answer: z.object({ items: z.array(shape.requestSummary), next: shape.time.nullable() }),
  },
  requestRegister: {
    method: 'get',
    path: '/api/requests.csv',
    summary:
      'All requests that fit, newest first, as a table for a spreadsheet: UTF-8 with semicolons, times on the company’s clock. Who took it stands in the log.',
    may: leads,
    query: z.object({ ...registerFilter.shape, language: shape.language.default('uk') }),
    answer: z.unknown(),
    file: 'text/csv',
  },
  request: {
    method: 'get',
    path: '/api/requests/{id}',
    summary: 'One request with its history.',
    may: everyone,
    params: numericId,
    answer: shape.requestDetails,
  },
  requestMessage: {
    method: 'get',
    path: '/api/requests/{id}/message',
    summary: 'What the resident has spoken instead of a text, WAV. Range requests are answered.',
    may: everyone,
    params: numericId,
    answer: z.unknown(),
    sound: true,
  },
  writeRequest: {
    method: 'post',
    path: '/api/requests',
    summary: 'Write a request down. Sent again with the same key, it is the request that is there.',
    may: everyone,
    body: z.object({
      deskKey: shape.deskKey.optional(),
      callId: z.string().max(64).nullable(),
      residentId: z.number().int().positive().nullable(),
      category: z.string().min(1).max(40),
      text: z.string().trim().min(1).max(4000),
      place: z.string().trim().max(200),
      phone: z.string().max(20).nullable(),
    }),
    fails: [404],
    answer: shape.requestDetails,
  },
  changeRequest: {
    method: 'patch',
    path: '/api/requests/{id}',
    summary: 'Change the status of a request.',
    may: everyone,
    params: numericId,
    body: z.object({ status: shape.requestStatus, comment: z.string().max(1000).default('') }),
    answer: shape.requestDetails,
  },
  linkRequest: {
    method: 'post',
    path: '/api/requests/{id}/calls',
    summary: 'A call is about a request that is still to be done: it stands in the history of both.',
    may: everyone,
    params: numericId,
    body: z.object({ callId: z.string().min(1).max(64) }),
    fails: [409],
    answer: shape.requestDetails,
  },
} satisfies Record<string, Route>;
