import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import wavefile from 'wavefile';
import { parse, stringify } from 'yaml';
import type { CallDetails } from '../../agent-desk/contract/shapes.ts';
import { buildDesk } from '../../cli/parts/desk-build.ts';
import { companyFile } from '../../config/load-company.ts';
import type { Login } from '../../db/seeds/logins.ts';
import type { OperatorState } from '../../events.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';
import { type PageNeeds, takePage } from './browsers.ts';
import { DeskPage, ear } from './desk-page.ts';
import { makeVoice, type Voice } from './voices.ts';

/** A queue in which one test need not wait for minutes. */
export const quick = { offerSeconds: 5, wrapUpSeconds: 6 };

export type Seat = 'operator1' | 'operator2' | 'supervisor';

/** A whole Holos, its town, and two seats with browsers that speak with voices of their own. */
export interface Floor {
  readonly world: World;
  readonly voices: Readonly<Record<Seat | 'resident' | 'neighbour', Voice>>;
  /**
   * Opens a desk in a browser profile of its own; what the person at it says is the seat's voice.
   * @param address where the desk is reached, e.g. by a proxy whose certificate nobody knows; the desk's own unless told
   */
  desk(seat: Seat, address?: string): Promise<DeskPage>;
  /** The call that goes on, or went on last, as the API tells it. */
  call(desk: DeskPage, callId: string): Promise<CallDetails>;
  /** What the floor has told last of the operator at this seat. */
  isNow(seat: Seat, state: OperatorState, limitMs?: number): Promise<void>;
  /** The sound of a finished call: left the resident, right what the resident heard. */
  recording(desk: DeskPage, recordingId: number): Promise<{ left: Int16Array; right: Int16Array }>;
  /** A browser whose person was not asked for the microphone yet, and does not allow it. */
  deskWithoutMicrophone(seat: Seat): Promise<DeskPage>;
  /** Whoever still talks hangs up, everybody logs out, and nothing may be left of any call. */
  clear(): Promise<void>;
  /** As `World.restart`. */
  restart(meanwhile: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

let made: Promise<Floor['voices']> | undefined;

/** The same in all files of a process: so are the browsers that speak with them. */
async function makeVoices(): Promise<Floor['voices']> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holos-voices-'));
  const [operator1, operator2, resident, neighbour, supervisor] = await Promise.all(
    ['operator1', 'operator2', 'resident', 'neighbour', 'supervisor'].map((name, index) =>
      makeVoice(folder, name, index + 1),
    ),
  );
  return { operator1, operator2, resident, neighbour, supervisor } as Floor['voices'];
}

interface FloorOptions {
  /** Rules for automatic calls that are other ones than the usual company's. */
  readonly calling?: Readonly<Record<string, unknown>>;
  /** In which desks are opened. */
  readonly browser?: NonNullable<PageNeeds['browser']>;
}

export async function startFloor({ calling = {}, browser = 'headless' }: FloorOptions = {}): Promise<Floor> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holos-web-'));
  made ??= makeVoices();
  const voices = await made;
  await buildDesk();
  const world = await startWorld({ company: await quickCompany(folder, calling) });
  const states = new Map<number, OperatorState>();
  const follow = () =>
    world.holos.bus.on('operator', ({ operatorId, state }) => states.set(operatorId, state));
  follow();
  const open = new Map<DeskPage, () => Promise<void>>();
  const deskIn = async (seat: Seat, address: string, needs: PageNeeds) => {
    const speaks = `--use-file-for-fake-audio-capture=${voices[seat].file}`;
    const flags = [speaks, ...(needs.flags ?? [])];
    const context = { locale: 'uk-UA', ignoreHTTPSErrors: true, ...needs.context };
    const { page, leave } = await takePage({ ...needs, flags, context }, [ear]);
    const desk = new DeskPage(page, address, loginOf(world, seat));
    open.set(desk, leave);
    return desk;
  };
  return {
    world,
    voices,
    desk: (seat, address = world.desk) =>
      deskIn(seat, address, {
        browser,
        flags: ['--use-fake-ui-for-media-stream'],
        context: { permissions: ['microphone'] },
      }),
    deskWithoutMicrophone: (seat) => deskIn(seat, world.desk, { browser: 'whole' }),
    async call(desk, callId) {
      const answer = await desk.page.context().request.get(`${world.desk}/api/calls/${callId}`);
      return (await answer.json()) as CallDetails;
    },
    async isNow(seat, state, limitMs = 10_000) {
      const { id } = await world.db('operators').where({ login: seat }).first('id');
      await expect.poll(() => states.get(id), { timeout: limitMs }).toBe(state);
    },
    async recording(desk, recordingId) {
      const answer = await desk.page
        .context()
        .request.get(`${world.desk}/api/recordings/${recordingId}/audio`);
      expect(answer.status()).toBe(200);
      const wav = new wavefile.WaveFile(await answer.body());
      const [left, right] = wav.getSamples(false, Int16Array) as unknown as [Int16Array, Int16Array];
      return { left, right };
    },
    async restart(meanwhile) {
      await world.restart(meanwhile);
      follow();
    },
    async clear() {
      await world.town.hangUpAll();
      await nothingLeft(world);
      for (const [desk, leave] of open) {
        expect(desk.faults).toEqual([]);
        await desk.page.context().request.delete(`${world.desk}/api/session`);
        if (desk.linkIsRouted) await desk.page.close();
        await leave();
      }
      open.clear();
    },
    async stop() {
      for (const leave of open.values()) await leave();
      await world.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Of all calls that there were: no call, no channel, no room, no recording that goes on. */
export async function nothingLeft({ holos, db }: World, limitMs = 5_000): Promise<void> {
  const left = async () => {
    const [channels, bridges, recordings] = await Promise.all([
      holos.node.ari<{ id: string }[]>('channels', 'list'),
      holos.node.ari<{ id: string }[]>('bridges', 'list'),
      db('recordings').where({ state: 'recording' }).pluck('id'),
    ]);
    return {
      calls: [...holos.live.keys()],
      channels: channels.map(({ id }) => id),
      rooms: bridges.map(({ id }) => id),
      recordings,
    };
  };
  await expect
    .poll(left, { timeout: limitMs, interval: 100 })
    .toEqual({ calls: [], channels: [], rooms: [], recordings: [] });
}

/** A resident calls the hotline and asks for a person at once; goes on talking with this voice until the call ends. */
export async function callsForAPerson({ world }: Floor, number: string, voice?: Voice): Promise<TownCall> {
  const call = await world.town.resident(number).calls('750600');
  await call.isAnswered();
  if (voice) void call.says(voice.file);
  await call.presses('0');
  return call;
}

function loginOf(world: World, seat: Seat): Login {
  const login = world.logins.find((one) => one.login === seat);
  if (!login) throw new Error(`${seat} has no login`);
  return login;
}

async function quickCompany(folder: string, calling: Readonly<Record<string, unknown>>): Promise<string> {
  const company = parse(await readFile(companyFile('750-600'), 'utf8'));
  for (const queue of company.queues) Object.assign(queue, quick);
  Object.assign(company.calling, calling);
  const file = path.join(folder, 'quick.yaml');
  await writeFile(file, stringify(company));
  return file;
}
