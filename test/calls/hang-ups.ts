import { expect } from 'vitest';
import type { Step } from '../../events.ts';
import type { TownCall } from '../town/call.ts';
import type { World } from '../town/world.ts';
import { eventually, stepsOfLast } from './goes-to.ts';
import { type Moment, Moments } from './moments.ts';

/** A conversation as it goes well: how somebody comes into it, and what he answers. */
export interface GoodWay {
  /** The flows that it leads through. */
  flows: readonly string[];
  /** Somebody who has not called yet. */
  caller: () => string | Promise<string>;
  /** Calls, and goes to where the first flow begins. */
  calls: (number: string) => Promise<TownCall>;
  /** Each question in its turn, and the keys; what is asked after the last is not answered. Where a message is recorded, one is spoken. */
  answers: readonly (readonly [question: string, keys: string])[];
}

/** Somebody has hung up. */
export interface HungUp {
  number: string;
  /** The moment in which he did. */
  moment: string;
  /** Whether that was at this moment of the good way, or later. */
  hasHeard: (moment: string) => boolean;
  steps: readonly Step[];
}

/** So many call at once: nothing is recognised by its sound but the greeting. */
const atOnce = 4;

/**
 * A hang-up at every step: goes the good way once, and then has a call each hung up in the moment in which something is said, or a message is
 * recorded, for the first time. Each such call is over, by the caller, and nothing of it is left behind.
 * @param check what there is to be of the conversation then
 * @returns the moments
 */
export async function hangUpEverywhere(
  world: World,
  way: GoodWay,
  check: (hungUp: HungUp) => Promise<void>,
): Promise<string[]> {
  const moments = await allMoments(world, way);
  const names = moments.map(({ name }) => name);
  const rest = [...moments.entries()];
  const work = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      const [at, moment] = next;
      const number = await hangsUpAt(moment, world, way);
      const steps = await nothingIsLeft(world, number, moment.name);
      const hasHeard = (name: string) => {
        expect(names).toContain(name);
        return at >= names.indexOf(name);
      };
      await check({ number, moment: moment.name, hasHeard, steps });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return names;
}

/** Everything is listened to. */
async function allMoments(world: World, way: GoodWay): Promise<Moment[]> {
  return calling(world, way, async (call, moments) => {
    for (const answer of way.answers) await answersNext(answer, { world, call, moments, listens: true });
    if (await moments.question()) await moments.isHeard();
    await call.hangsUp();
    return moments.all;
  });
}

/** Who knows the way answers what comes before as soon as it is asked. @returns the caller's number */
async function hangsUpAt({ name, answered }: Moment, world: World, way: GoodWay): Promise<string> {
  return calling(world, way, async (call, moments, number) => {
    for (const answer of way.answers.slice(0, answered))
      await answersNext(answer, { world, call, moments, listens: false });
    await moments.until(name);
    await call.hangsUp();
    return number;
  });
}

async function answersNext(
  [name, keys]: GoodWay['answers'][number],
  at: { world: World; call: TownCall; moments: Moments; listens: boolean },
): Promise<void> {
  const { world, call, moments } = at;
  const question = await moments.question();
  expect(question?.name).toBe(name);
  if (at.listens) await moments.isHeard();
  if (question?.kind === 'voice') await call.says(await world.town.sentence('leak', 'uk'));
  moments.answers();
  await call.pressesTogether(keys);
}

/** The call is over by the caller, and its room, its telephones and its recording are done with. @returns its steps */
async function nothingIsLeft(world: World, number: string, moment: string): Promise<Step[]> {
  const steps = await stepsOfLast(world, number);
  expect(steps.at(-1), moment).toMatchObject({ kind: 'ended', reason: 'caller-hung-up' });
  const callId = steps[0]?.callId ?? '';
  await eventually(async () => {
    const { live, node } = world.holos;
    expect(live.has(callId), moment).toBe(false);
    const rooms = await node.ari<{ id: string }[]>('bridges', 'list');
    const telephones = await node.ari<{ id: string }[]>('channels', 'list');
    expect([...rooms, ...telephones].filter(({ id }) => id.includes(callId))).toEqual([]);
    const recordings = await world.db('recordings').where({ call_id: callId }).pluck('state');
    expect(recordings, moment).toEqual(['finished']);
  });
  return steps;
}

async function calling<T>(
  world: World,
  way: GoodWay,
  goes: (call: TownCall, moments: Moments, number: string) => Promise<T>,
): Promise<T> {
  const number = await way.caller();
  const moments = new Moments(world, number, way.flows);
  try {
    return await goes(await way.calls(number), moments, number);
  } finally {
    moments.close();
  }
}
