import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SuperviseHow } from '../../events.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import { ThreeDesks } from './three-desks.ts';

/** The controller is killed with -9 while a supervisor is at a talk: who hears whom is told by the sound on each telephone. */
let at: ThreeDesks;
let irina: DeskWorker;
let natalia: DeskWorker;

beforeAll(async () => {
  at = await ThreeDesks.start();
  ({ irina, natalia } = at);
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

test.each<SuperviseHow>(['listen', 'whisper', 'join'])(
  'while a supervisor is at a talk (%s): she is out of it, the two talk on alone, and she may do it again',
  async (how) => {
    const { caller, operator, callId } = await at.talking();
    const supervise = async () => {
      const rings = natalia.phone.isCalled();
      await natalia.desk.ask('supervise', callId, how);
      const phone = await rings;
      await phone.answers();
      await natalia.sees(how, ({ state }) => state.supervising?.stage === 'on');
      return phone;
    };
    const before = await supervise();
    await at.killed({ callId, kind: 'supervised' });
    expect(await before.ended()).toMatchObject({ by: 'holos' });
    await irina.sees('the talk', ({ state }) => state.call?.stage === 'talking' && !state.call.supervised);
    await natalia.sees('no talk', ({ state }) => state.supervising === null && state.me.state === 'paused');
    expect(natalia.desk.state.superviseEnded).toBe('interrupted');
    for (const kind of ['channels', 'bridges'] as const)
      expect((await at.holos.inAsterisk(kind)).filter(({ id }) => id.includes('-supervisor-'))).toEqual([]);
    await at.says(operator, 'operator-hello', { heardBy: [caller] });
    await at.says(caller, 'leak', { heardBy: [operator] });

    const again = await supervise();
    await at.says(caller, 'no-heating', { heardBy: [operator, again] });
    await irina.endsTheTalk();
    await again.ended();
    await at.hasSteps(callId, 'supervise-ended', 2);
    await at.mayBeOffered(natalia);
  },
  240_000,
);

test('while the phone of a supervisor rings: it falls silent', async () => {
  const { caller, operator, callId } = await at.talking();
  const rings = natalia.phone.isCalled();
  await natalia.desk.ask('supervise', callId, 'listen');
  const phone = await rings;
  await at.killed({ callId, kind: 'connected' });
  await phone.ended();
  await natalia.sees('no talk', ({ state }) => state.supervising === null && state.me.state === 'paused');
  await at.says(caller, 'leak', { heardBy: [operator] });
}, 180_000);
