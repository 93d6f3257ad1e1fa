import { z } from 'zod';
import * as shape from '../shapes.ts';
import { everyone, numericId, page, type Route } from './route.ts';

export const residentRoutes = {
  residents: {
    method: 'get',
    path: '/api/residents',
    summary: 'Residents by name, number, address or account.',
    may: everyone,
    query: z.object({ search: z.string().min(2).max(100) }),
    answer: z.array(shape.resident),
  },
  card: {
    method: 'get',
    path: '/api/residents/{id}/card',
    summary: 'All that is known of a resident.',
    may: everyone,
    params: numericId,
    answer: shape.card,
  },
  givePin: {
    method: 'post',
    path: '/api/accounts/{id}/pin',
    summary:
      'Give an account a new PIN in place of the one it had, for its holder alone. It is told this once.',
    may: everyone,
    params: numericId,
    answer: z.object({ pin: z.string() }),
  },
  home: {
    method: 'get',
    path: '/api/residents/{id}/home',
    summary: 'What is known of a resident’s home: meters and what they showed last, e-mail, open breakdowns.',
    may: everyone,
    params: numericId,
    answer: shape.home,
  },
  sms: {
    method: 'get',
    path: '/api/sms',
    summary: 'The latest SMS to a number (in any usual form: +380…, 0…, 8 0…), newest first, at most twenty.',
    may: everyone,
    query: z.object({ number: z.string().min(1).max(30) }),
    answer: z.array(shape.sms),
  },
  readingsToCheck: {
    method: 'get',
    path: '/api/readings/doubtful',
    summary:
      'Readings that count, are doubtful, and that nobody has looked at yet, the oldest first; and how many there are in all.',
    may: everyone,
    query: z.object({ limit: page.limit }),
    answer: z.object({ items: z.array(shape.readingToCheck), all: z.number().int() }),
  },
  checkReading: {
    method: 'post',
    path: '/api/readings/{id}/check',
    summary:
      'Say of a doubtful reading whether it is right. One that is wrong counts no longer; what was handed in before it does.',
    may: everyone,
    params: numericId,
    body: z.object({ verdict: z.enum(['right', 'wrong']) }),
    fails: [409],
    answer: z.null(),
  },
} satisfies Record<string, Route>;
