import { afterEach, beforeEach, expect, test } from 'vitest';
import { statusSchema } from '../../cli/status-file.ts';
import { OwnHome, until } from './own-home.ts';

/** `./holos demo`, as it is typed first of all. */
let own: OwnHome;
beforeEach(() => {
  own = new OwnHome();
});
afterEach(() => own.remove());

test('the demo prints who may log in, lets them in, and its town calls; down leaves nothing', async () => {
  const { code, stdout } = await own.holos('demo');
  expect(code).toBe(0);
  const status = statusSchema.omit({ startedAt: true }).parse(await own.status());
  expect(status.ready).toBe(true);
  expect(status.logins?.length).toBeGreaterThan(2);
  for (const { login, password } of status.logins ?? [])
    expect(stdout).toMatch(new RegExp(`${login} +${password}`));

  const supervisor = status.logins?.find(({ role }) => role === 'supervisor');
  const answer = await fetch(`${status.desk}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: supervisor?.login, password: supervisor?.password }),
  });
  expect(answer.status).toBe(200);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  const began = new Date().toISOString();
  const called = await until(async () => {
    const calls = await fetch(`${status.desk}/api/calls?direction=in&from=${began}`, { headers: { cookie } });
    expect(calls.status).toBe(200);
    const { items } = (await calls.json()) as { items: { answeredAt: string | null; hotline: string }[] };
    return items.find(({ answeredAt }) => answeredAt !== null);
  }, 60_000);
  expect(['750-600', '8800']).toContain(called.hotline);

  expect(await own.holos('down')).toMatchObject({ code: 0 });
  expect(own.pids()).toEqual([]);
});
