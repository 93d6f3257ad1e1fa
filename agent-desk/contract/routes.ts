import type { z } from 'zod';
import { buildingRoutes } from './routes/buildings.ts';
import { callRoutes } from './routes/calls.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { peopleRoutes } from './routes/people.ts';
import { promptRoutes } from './routes/prompts.ts';
import { queueRoutes } from './routes/queues.ts';
import { requestRoutes } from './routes/requests.ts';
import { residentRoutes } from './routes/residents.ts';
import type { Route } from './routes/route.ts';
import { sessionRoutes } from './routes/session.ts';

export { longestNumber, mostNumbers } from './routes/campaigns.ts';
export type { Route } from './routes/route.ts';

/** All that the server registers, the desk calls, and /api/openapi.json describes. */
export const routes = {
  ...sessionRoutes,
  ...callRoutes,
  ...residentRoutes,
  ...requestRoutes,
  ...campaignRoutes,
  ...buildingRoutes,
  ...queueRoutes,
  ...promptRoutes,
  ...peopleRoutes,
} satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
type Of<R, K extends string> = R extends Record<K, infer T extends z.ZodType> ? T : never;
export type Answer<N extends RouteName> = z.output<(typeof routes)[N]['answer']>;
export type BodyInput<N extends RouteName> = z.input<Of<(typeof routes)[N], 'body'>>;
export type QueryInput<N extends RouteName> = z.input<Of<(typeof routes)[N], 'query'>>;
