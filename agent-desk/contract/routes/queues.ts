import { z } from 'zod';
import * as shape from '../shapes.ts';
import { leads, numericId, type Route } from './route.ts';

const version = z.number().int().min(0);

export const queueRoutes = {
  queues: {
    method: 'get',
    path: '/api/queues',
    summary: 'The rules of the queues that hold now, what the company file says, and how many wait.',
    may: leads,
    answer: z.array(shape.queueHeld),
  },
  changeQueue: {
    method: 'patch',
    path: '/api/queues/{id}',
    summary:
      'Change the rules of a queue, for those who wait already, too; null: those of the company file again. `version` is that of what was seen.',
    may: leads,
    params: z.object({ id: z.string().min(1).max(40) }),
    body: z.strictObject({ rules: shape.queueRules.nullable(), version }),
    fails: [409],
    answer: shape.queueHeld,
  },
  skills: {
    method: 'get',
    path: '/api/skills',
    summary: 'What every operator can: levels by queue and language.',
    may: leads,
    answer: z.array(shape.skillsHeld),
  },
  changeSkills: {
    method: 'patch',
    path: '/api/skills/{id}',
    summary:
      'Change what an operator can; null: what the company file says again. A level that is left out is 2. `version` is that of what was seen.',
    may: leads,
    params: numericId,
    body: z.strictObject({ levels: shape.skillLevels.nullable(), version }),
    fails: [409],
    answer: shape.skillsHeld,
  },
} satisfies Record<string, Route>;
