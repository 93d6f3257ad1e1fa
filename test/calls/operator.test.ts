import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../../log.ts';
import { SimulatedOperator } from '../town/simulated-operator.ts';
import { startWorld, type World } from '../town/world.ts';
import { heardIn } from './heard-in.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world?.stop();
});

it('a resident presses 0, and the two hear each other', async () => {
  const { town, desk } = world;
  const [login] = world.logins.filter(({ role }) => role === 'operator');
  if (!login) throw new Error('nobody may log in');
  const simulated = new Set<number>();
  const options = { town, desk, ...login, simulated, random: () => 0.5, log: createLog('warn') };
  const operator = await SimulatedOperator.start(options);
  const phone = town.resident(`operator-${[...simulated][0]}`);

  const call = await town.resident('+380501112233').calls('750600');
  await call.hears('language.choose', { key: 1 });
  await call.presses('1');
  await call.hears('menu.operator', { key: 0 });
  // Asked for beforehand: the phone rings while the key is still being let go.
  const called = phone.isCalled();
  await call.presses('0');
  const atTheDesk = await called;
  await atTheDesk.isAnswered();
  await call.says(await town.sentence('no-heating'));
  const ending = await call.ended(60_000);

  expect(ending).toMatchObject({ by: 'holos', cause: 16 });
  expect(await heardIn(call.heard(), await town.sentence('operator-hello'))).toBeGreaterThan(0.7);
  expect(await heardIn(atTheDesk.heard(), await town.sentence('no-heating'))).toBeGreaterThan(0.7);
  await operator.stop();
  expect(town.takeFaults()).toEqual([]);
}, 120_000);
