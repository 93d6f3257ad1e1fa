import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import type { DeskPage } from './desk-page.ts';
import { callsForAPerson, type Floor, nothingLeft, startFloor } from './floor.ts';
import { hears, hearsNothingOf } from './voices.ts';

/** A supervisor at the talk of an operator, both in real browsers; who hears whom is told by the sound. */
let floor: Floor;

beforeAll(async () => {
  floor = await startFloor();
});
afterEach(() => floor.clear());
afterAll(() => floor?.stop());

const at = (desk: DeskPage, how: string, stage = 'on') =>
  desk.page.locator(`[data-testid=supervising][data-how=${how}][data-stage=${stage}]`).waitFor();

/** A resident is with Irina, and Natalia has chosen the talk on the wall. @param speaks whether the resident says anything */
async function onTheWall({ speaks }: { speaks: boolean }) {
  const { operator1, resident } = floor.voices;
  const irina = await floor.desk('operator1');
  await irina.beginsToWork();
  const call = await callsForAPerson(floor, knownNumbers.one, speaks ? resident : undefined);
  await irina.rings();
  await irina.answers();
  await hears(call, operator1);
  return { irina, natalia: await atTheWall(), call, callId: await irina.callId() };
}

/** Natalia, who has just logged in, has chosen Irina's talk. */
async function atTheWall(): Promise<DeskPage> {
  const natalia = await floor.desk('supervisor');
  await natalia.logsIn();
  await natalia.hasAPhone();
  await natalia.page.keyboard.press('Alt+Digit0');
  const { name } = await floor.world.db('operators').where({ login: 'operator1' }).first('name');
  const operators = natalia.page.getByRole('listbox', { name: uk['wall.operators'] });
  await operators.getByRole('option', { name: `${name} ${uk['state.talking']}` }).click();
  await natalia.page.getByRole('button', { name: uk['wall.listen'], disabled: false }).waitFor();
  return natalia;
}

test('listens, whispers and joins by one key each, and leaves; nobody is left with a silent phone', async () => {
  const { operator1, supervisor } = floor.voices;
  // Two voices at once are like neither: the resident listens, and Irina is silent where she is not to be heard.
  const { irina, natalia, call } = await onTheWall({ speaks: false });
  await natalia.page.keyboard.press('KeyL');
  await at(natalia, 'listen');
  await natalia.isNow('supervising');
  await hears(natalia, operator1);
  await Promise.all([hearsNothingOf(irina, supervisor), hearsNothingOf(call, supervisor)]);

  await natalia.page.getByText(uk['supervise.whisper'], { exact: true }).click();
  await at(natalia, 'whisper');
  await hears(irina, supervisor);
  await hearsNothingOf(call, supervisor);

  await natalia.page.getByText(uk['supervise.join'], { exact: true }).click();
  await at(natalia, 'join');
  await irina.mutes();
  await hears(call, supervisor);
  await irina.unmutes();

  await natalia.page.getByRole('button', { name: uk['supervise.end'] }).click();
  await natalia.page.getByTestId('supervising').waitFor({ state: 'detached' });
  await natalia.isNow('paused');
  await hears(call, operator1);
});

/** Nothing of a supervisor is left in Asterisk: no phone, no ear, no bridge. */
async function nothingOfSupervising(): Promise<void> {
  const { node } = floor.world.holos;
  const left = async () => {
    const [channels, bridges] = await Promise.all([
      node.ari<{ id: string }[]>('channels', 'list'),
      node.ari<{ id: string }[]>('bridges', 'list'),
    ]);
    return [...channels, ...bridges].map(({ id }) => id).filter((id) => id.includes('-supervisor-'));
  };
  await expect.poll(left, { timeout: 15_000 }).toEqual([]);
}

test('a supervisor’s tab dies: the two talk on, nothing of him is left, and he finds no talk when he is back; he takes it over: the operator wraps up, and the caller goes on with him', async () => {
  const { operator1, supervisor, resident } = floor.voices;
  const { irina, natalia, call, callId } = await onTheWall({ speaks: true });
  await natalia.page.keyboard.press('KeyL');
  await at(natalia, 'listen');
  await natalia.page.getByText(uk['supervise.join'], { exact: true }).click();
  await at(natalia, 'join');
  await natalia.isKilled();
  await nothingOfSupervising();
  await irina.isNow('talking');
  await hears(call, operator1);
  await floor.isNow('supervisor', 'paused');
  const again = await atTheWall();
  await again.isNow('paused');
  expect(await again.page.getByTestId('supervising').count()).toBe(0);
  const { steps } = await floor.call(again, callId);
  expect(steps.filter(({ kind }) => kind === 'supervise-ended')).toHaveLength(1);
  expect(steps.map(({ kind }) => kind)).not.toContain('operator-lost');

  await again.page.keyboard.press('KeyL');
  await at(again, 'listen');
  await again.page.keyboard.press('Alt+KeyV');
  await irina.isNow('wrap-up');
  await again.isNow('talking');
  await Promise.all([hears(call, supervisor), hears(again, resident)]);
  await again.endsTheCall();
  expect((await call.ended()).by).toBe('holos');
  await nothingLeft(floor.world);
  const kinds = (await floor.call(again, callId)).steps.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['supervised', 'taken-over', 'left-operator']));
});

test('the page of the operator is loaded anew while a supervisor is at the talk: both are in it as before', async () => {
  const { operator1, supervisor } = floor.voices;
  const { irina, natalia, call } = await onTheWall({ speaks: false });
  await natalia.page.keyboard.press('KeyW');
  await at(natalia, 'whisper');
  await irina.reloads();
  await Promise.all([hears(call, operator1), hears(natalia, operator1)]);
  await at(natalia, 'whisper');
  await irina.isNow('talking');
  await hears(irina, supervisor);
  await hearsNothingOf(call, supervisor);

  // Meanwhile a caller whom the supervisor has joined is not alone: nobody tells him that somebody is coming back.
  await natalia.page.getByText(uk['supervise.join'], { exact: true }).click();
  await at(natalia, 'join');
  await irina.mutes();
  await hears(call, supervisor);
  await irina.reloads();
  await irina.button('call.unmute').waitFor();
  await hears(call, supervisor);
  await at(natalia, 'join');
  await call.hangsUp();
  await natalia.shows('supervise.ended.caller-left');
  await natalia.isNow('paused');
});
