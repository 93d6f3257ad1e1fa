import { afterEach, beforeEach, expect, test } from 'vitest';
import { statusSchema } from '../../cli/status-file.ts';
import { DeskClient } from '../town/desk-client.ts';
import { OwnHome, until } from './own-home.ts';

/** `./holos demo`, as it is typed first of all. */
let own: OwnHome;
beforeEach(() => {
  own = new OwnHome();
});
afterEach(() => own.remove());

test('the demo prints who may log in, its town calls, simulated operators talk until a person does; down leaves nothing', async () => {
  const { code, stdout } = await own.holos('demo');
  expect(code).toBe(0);
  const status = statusSchema.omit({ startedAt: true }).parse(await own.status());
  expect(status.ready).toBe(true);
  expect(status.logins?.length).toBeGreaterThan(2);
  for (const { login, password } of status.logins ?? [])
    expect(stdout).toMatch(new RegExp(`${login} +${password}`));

  const login = (role: string) => {
    const found = status.logins?.find((one) => one.role === role);
    if (!found) throw new Error(`nobody logs in as ${role}`);
    return found;
  };
  const supervisor = await DeskClient.logIn(status.desk, login('supervisor'), () => undefined);
  let person = 0;
  /** Whoever is at a desk and is not a person. */
  const simulated = () =>
    supervisor.state.colleagues.filter(
      ({ id, role, state }) => role === 'operator' && id !== person && state !== 'offline',
    );
  const isSo = (look: () => boolean, limitMs: number) => until(() => look() || undefined, limitMs);
  await isSo(() => simulated().some(({ state }) => state === 'talking'), 120_000);

  // A person comes to work: whoever is simulated and free leaves the calls to him.
  const operator = await DeskClient.logIn(status.desk, login('operator'), () => undefined);
  person = operator.state.me.id;
  await operator.ask('phone', 'registered');
  await operator.ask('ready');
  await isSo(() => simulated().some(({ state }) => state === 'paused'), 60_000);
  await operator.ask('pause', 'break').catch(() => undefined);
  operator.close();
  await isSo(() => simulated().every(({ state }) => state !== 'paused'), 60_000);
  supervisor.close();

  expect(await own.holos('down')).toMatchObject({ code: 0 });
  expect(own.pids()).toEqual([]);
}, 300_000);
