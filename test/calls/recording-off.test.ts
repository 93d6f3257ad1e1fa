import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import { recordingsRoot } from '../../recordings/folder.ts';
import { readSidecar } from '../../recordings/sidecar.ts';
import { sides } from '../../recordings/sides.ts';
import type { TownCall } from '../town/call.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import type { World } from '../town/world.ts';
import { AtDesks } from './at-desks.ts';
import { heardIn } from './heard-in.ts';
import { finishedRecordingOf, openRecording, recordingOf, sidesOf } from './recorded.ts';

/** What is told while the recording is switched off is not in it, and everything else stands at its time. */
let at: AtDesks<'irina'>;
let world: World;
let irina: DeskWorker;

beforeAll(async () => {
  at = await AtDesks.start('irina');
  ({ world } = at);
  ({ irina } = at.workers);
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

const says = async (speaker: TownCall, name: string) => speaker.says(await world.town.sentence(name, 'uk'));
/** A packet that is late on a busy machine leaves a sentence less alike, but never unlike. */
const isIn = async (side: Int16Array, name: string) =>
  (await heardIn(side, await world.town.sentence(name, 'uk'))) > 0.6;
async function switches(callId: string, on: boolean) {
  const since = new Date();
  await irina.desk.ask('record', callId, on);
  await irina.sees('the switch', ({ state }) => state.call?.recordingOff === !on);
  if (on) await isWrittenSince(callId, since);
}
/** New tracks have begun on both sides: what is said from now on is kept. */
async function isWrittenSince(callId: string, since: Date) {
  const { folder, startedAt } = await recordingOf(world, callId);
  const fromMs = since.getTime() - startedAt.getTime();
  await vi.waitUntil(
    async () => {
      const known = await readSidecar(path.join(recordingsRoot(world.settings), folder));
      return sides.every((side) => known?.tracks.some((one) => one.side === side && one.startMs >= fromMs));
    },
    { timeout: 10_000 },
  );
}

/** The sides of the recording, with what is at what time of the call left as it is. */
async function kept(callId: string) {
  const row = await finishedRecordingOf(world, callId);
  const [resident, heard] = await sidesOf(await openRecording(world, row.id));
  // Steps are written a moment after they happen.
  const steps = await vi.waitUntil(
    async () => {
      const told = await stepsOf(world.db, callId);
      return told.some(({ kind }) => kind === 'ended') && told;
    },
    { timeout: 10_000 },
  );
  const atMs = (kind: string) =>
    (steps.find((one) => one.kind === kind)?.at.getTime() ?? 0) - row.startedAt.getTime();
  return { row, resident, heard, steps, atMs };
}

test('a card number is told: on neither side is it in the recording, whose length stays true, also for a caller who hangs up while it is off', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  await says(caller, 'leak');
  await switches(callId, false);
  await says(operator, 'operator-hello');
  await says(caller, 'no-heating');
  await switches(callId, true);
  await says(operator, 'operator-noted');
  await switches(callId, false);
  await says(caller, 'lift');
  await caller.hangsUp();

  const { row, resident, heard, atMs } = await kept(callId);
  expect(await isIn(resident, 'leak')).toBe(true);
  expect(await isIn(resident, 'no-heating')).toBe(false);
  expect(await isIn(resident, 'lift')).toBe(false);
  expect(await isIn(heard, 'operator-hello')).toBe(false);
  expect(await isIn(heard, 'operator-noted')).toBe(true);
  // Not a sample of it: what is written meanwhile is silence.
  const [from, to] = [atMs('recording-off') + 300, atMs('recording-on') - 100];
  for (const side of [resident, heard])
    expect(side.subarray(from * 8, to * 8).every((sample) => sample === 0)).toBe(true);
  expect(Math.abs(row.durationMs - atMs('ended'))).toBeLessThan(400);
  expect(row.tracks).toHaveLength(4);
}, 120_000);

test('switched to and fro without a pause it ends as it was told last; another controller leaves it off, and it can be switched on again', async () => {
  const { caller, callId } = await at.talksTo('irina');
  for (const on of [false, true, false, false, true, false, true]) void irina.desk.ask('record', callId, on);
  await switches(callId, false);
  await says(caller, 'no-heating');
  const { snapshots } = irina.desk;
  await world.restart();
  const isBack = ({ snapshots: now, state }: DeskWorker['desk']) =>
    now > snapshots && state.call?.recordingOff === true;
  await irina.sees('the talk as it was', isBack, 30_000);
  await says(caller, 'lift');
  await switches(callId, true);
  await says(caller, 'leak');
  await caller.hangsUp();
  const { resident } = await kept(callId);
  for (const name of ['no-heating', 'lift']) expect(await isIn(resident, name)).toBe(false);
  expect(await isIn(resident, 'leak')).toBe(true);
}, 120_000);

test('an operator who is gone when another controller comes: it is on again', async () => {
  const { caller, operator, callId } = await at.talksTo('irina');
  await switches(callId, false);
  const since = new Date();
  await world.restart(() => operator.hangsUp());
  await isWrittenSince(callId, since);
  await says(caller, 'leak');
  await caller.hangsUp();
  const { resident, steps } = await kept(callId);
  expect(await isIn(resident, 'leak')).toBe(true);
  expect(steps.map(({ kind }) => kind)).toContain('recording-on');
}, 120_000);
