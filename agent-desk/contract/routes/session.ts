import { z } from 'zod';
import * as shape from '../shapes.ts';
import { everyone, type Route } from './route.ts';

const longestPassword = 200;
const password = z.string().min(1).max(longestPassword);

export const sessionRoutes = {
  logIn: {
    method: 'post',
    path: '/api/session',
    summary: 'Log in. Answers with a cookie.',
    may: 'anyone',
    body: z.object({ login: z.string().min(1).max(40), password }),
    fails: [429],
    answer: shape.operator,
  },
  whoAmI: {
    method: 'get',
    path: '/api/session',
    summary: 'Who is logged in.',
    may: everyone,
    answer: shape.operator,
  },
  logOut: {
    method: 'delete',
    path: '/api/session',
    summary: 'Log out.',
    may: everyone,
    fails: [409],
    answer: z.null(),
  },
  changePassword: {
    method: 'post',
    path: '/api/session/password',
    summary: 'Change one’s own password. All other sessions of the same person end.',
    may: everyone,
    body: z.object({
      oldPassword: password,
      newPassword: z.string().min(shape.shortestPassword).max(longestPassword),
    }),
    fails: [429],
    answer: z.null(),
  },
  company: {
    method: 'get',
    path: '/api/company',
    summary: 'Hotlines, queues, categories and executors.',
    may: everyone,
    answer: shape.company,
  },
} satisfies Record<string, Route>;
