import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, vi } from 'vitest';
import { stepsOf } from '../../db/queries/call-events.ts';
import type { SuperviseHow } from '../../events.ts';
import type { TownCall } from '../town/call.ts';
import type { DeskWorker } from '../town/desk-worker.ts';
import { rate, readWav, writeWav } from '../town/sound/wav.ts';
import { AtDesks } from './at-desks.ts';
import { likeness } from './heard-in.ts';
import { says } from './who-hears.ts';

const spokenSeconds = 2.4;

/** Two operators who talk to residents, and Natalia, who supervises: who hears whom is told by the sound on each telephone. */
export class SuperviseBench {
  readonly at: AtDesks<'irina' | 'roman' | 'natalia'>;

  static async start(): Promise<SuperviseBench> {
    return new SuperviseBench(await AtDesks.start('irina', 'roman', 'natalia'));
  }

  private constructor(at: AtDesks<'irina' | 'roman' | 'natalia'>) {
    this.at = at;
  }

  /** After each test: every call is over, and nothing of supervising is left. */
  async clear(): Promise<void> {
    await this.at.clear();
    await this.nothingOfSupervising();
  }

  /** Somebody, Natalia unless told, is at the talk in this way. */
  async supervises(callId: string, how: SuperviseHow, who = this.at.workers.natalia): Promise<TownCall> {
    const rings = who.phone.isCalled();
    await who.desk.ask('supervise', callId, how);
    const phone = await rings;
    expect(who.desk.state.supervising).toMatchObject({ callId, how, stage: 'ringing' });
    await phone.answers();
    await isAt(who, how);
    return phone;
  }

  /** What one says, some hear and the others do not. */
  async says(speaker: TownCall, name: string, who: { heardBy?: TownCall[]; notBy?: TownCall[] }) {
    await says(speaker, { name, file: await this.#sentence(name) }, who);
  }

  /** How much of a sentence is in a recorded sound, 0 to 1. */
  async alike(sound: Int16Array, name: string): Promise<number> {
    return likeness(sound, await this.#sentence(name));
  }

  steps(callId: string) {
    return stepsOf(this.at.world.db, callId);
  }

  async kinds(callId: string) {
    return (await this.steps(callId)).map(({ kind }) => kind);
  }

  async ended(callId: string): Promise<void> {
    await vi.waitUntil(async () => (await this.kinds(callId)).includes('ended'), { timeout: 10_000 });
  }

  /** No ear, no bridge beside a talk, and no phone of a supervisor who supervises. */
  async nothingOfSupervising(): Promise<void> {
    const left = async () => {
      const { node } = this.at.world.holos;
      const [channels, bridges] = await Promise.all([
        node.ari<{ id: string }[]>('channels', 'list', {}),
        node.ari<{ id: string }[]>('bridges', 'list', {}),
      ]);
      return [...channels, ...bridges].map(({ id }) => id).filter((id) => id.includes('-supervisor-'));
    };
    await expect.poll(left, { timeout: 5_000 }).toEqual([]);
  }

  /** The beginning of a sentence, long enough to be told from all others. */
  async #sentence(name: string): Promise<string> {
    const file = path.join(tmpdir(), `holos-${process.pid}-${name}.wav`);
    await writeWav(file, (await readWav(await this.at.sentence(name))).slice(0, spokenSeconds * rate));
    return file;
  }
}

export function isAt(who: DeskWorker, how: SuperviseHow): Promise<void> {
  return who.sees(
    how,
    ({ state: { supervising } }) => supervising?.how === how && supervising.stage === 'on',
  );
}

export function isAtNothing(who: DeskWorker): Promise<void> {
  return who.sees('no talk', ({ state }) => state.supervising === null);
}
