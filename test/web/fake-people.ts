import type { Page } from 'playwright-core';
import type { Person } from '../../agent-desk/contract/shapes.ts';
import { deskState, operator } from './fake-data.ts';

/** A stand-in for what administrators alone may ask: it knows who is there, and refuses as the server does. */
export interface FakePeople {
  people: Person[];
  /** What was sent, in order: `POST /api/people/3/lock`, with its body. */
  sent: { what: string; body: unknown }[];
  /** Every answer is this failure until told otherwise. */
  fail: (failing: boolean) => void;
}

export const madeUp = 'k7mp-w2qa-x9fd';
const fault = (code: string) => ({ code, message: code });

/** The desk is an administrator's. To be called before it is loaded. */
export async function fakePeople(page: Page): Promise<FakePeople> {
  const administrator = { ...operator, role: 'administrator' } as const;
  const logins = ['olena', 't.boichuk', 'voznyak-pidhirna', 'nazar', 'lesiv'];
  const people = deskState('').colleagues.map(
    ({ id, name, role }, i): Person => ({ id, login: logins[i] ?? '', name, role, mayLogIn: true }),
  );
  Object.assign(people[0] ?? {}, { role: administrator.role });
  people.push({ id: 6, login: 'stara', name: 'Віра Стара', role: 'administrator', mayLogIn: false });
  const sent: FakePeople['sent'] = [];
  let failing = false;
  await page.route('**/api/session', (route) => route.fulfill({ json: administrator }));
  await page.route(/\/api\/people/, async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    if (failing)
      return await route.fulfill({ status: 503, json: { code: 'database.away', message: 'Away.' } });
    if (request.method() === 'GET') return await route.fulfill({ json: people });
    const body = request.postDataJSON();
    sent.push({ what: `${request.method()} ${path}`, body });
    const [, , , id, verb] = path.split('/');
    if (id === undefined) {
      if (people.some(({ login }) => login === body.login))
        return await route.fulfill({ status: 409, json: fault('people.login-taken') });
      const person = { ...body, id: 7, mayLogIn: true };
      people.push(person);
      return await route.fulfill({ json: { person, password: madeUp } });
    }
    const person = people.find((one) => String(one.id) === id);
    if (!person) return await route.fulfill({ status: 404, json: fault('people.unknown') });
    if (verb === 'password') return await route.fulfill({ json: { password: madeUp } });
    if (body?.role === 'operator' && person.id === 4)
      return await route.fulfill({ status: 409, json: fault('people.last-administrator') });
    Object.assign(person, verb ? { mayLogIn: verb === 'unlock' } : body);
    return await route.fulfill({ json: person });
  });
  return {
    ...{ people, sent },
    fail(now) {
      failing = now;
    },
  };
}
