import { z } from 'zod';
import * as shape from '../shapes.ts';
import { administrators, numericId, type Route } from './route.ts';

// How a login and a name have to be is told by codes of their own; here only what nobody would write is kept out.
const login = z.string().trim().max(200);
const name = z.string().trim().max(1_000);

export const peopleRoutes = {
  people: {
    method: 'get',
    path: '/api/people',
    summary: 'Who may log in, and who is locked out.',
    may: administrators,
    answer: z.array(shape.person),
  },
  addPerson: {
    method: 'post',
    path: '/api/people',
    summary:
      'Let somebody log in. The login begins with a Latin letter, then come up to 39 letters, digits, dots, hyphens and underscores; the name has up to 120 letters. The password is made up here and told this once.',
    may: administrators,
    body: z.strictObject({ login, name, role: shape.role }),
    fails: [409],
    answer: z.object({ person: shape.person, password: z.string() }),
  },
  changePerson: {
    method: 'patch',
    path: '/api/people/{id}',
    summary:
      'Give somebody another name or role; what is left out stays. Whoever is logged in logs in anew. Nobody takes the role of administrator from himself.',
    may: administrators,
    params: numericId,
    body: z
      .strictObject({ name: name.optional(), role: shape.role.optional() })
      .refine((said) => said.name !== undefined || said.role !== undefined, 'say a name, a role, or both'),
    fails: [409],
    answer: shape.person,
  },
  newPassword: {
    method: 'post',
    path: '/api/people/{id}/password',
    summary:
      'Give somebody else a new password in place of the one that was. It is told this once; all sessions of that person end.',
    may: administrators,
    params: numericId,
    answer: z.object({ password: z.string() }),
  },
  lockPerson: {
    method: 'post',
    path: '/api/people/{id}/lock',
    summary: 'Lock somebody else out: all sessions of that person end.',
    may: administrators,
    params: numericId,
    fails: [409],
    answer: shape.person,
  },
  unlockPerson: {
    method: 'post',
    path: '/api/people/{id}/unlock',
    summary: 'Let somebody log in again, with the password as it was.',
    may: administrators,
    params: numericId,
    answer: shape.person,
  },
} satisfies Record<string, Route>;
