import { expect } from 'vitest';
import type { Step } from '../../events.ts';
import type { World } from '../town/world.ts';
import { eventually, stepsOfLast } from './goes-to.ts';
import { type KeypadCaller, KeypadCallers } from './keypad-callers.ts';
import { type Moment, Moments } from './moments.ts';

/** A conversation as it goes well: how somebody comes into it, and what he answers. */
export interface GoodWay {
  /** The flows that it leads through. */
  flows: readonly string[];
  /** Somebody who has not called yet. */
  caller: () => string | Promise<string>;
  /**
   * The keys that lead to the first flow from the greeting of 750-600: they are pressed by telephones that hear nothing and cost next to
   * nothing. Where the way is another one: how he calls, and goes there.
   */
  calls: string | ((number: string, keypads: KeypadCallers) => Promise<KeypadCaller>);
  /** What this caller answers. Where a message is recorded, one is spoken; what is asked after the last is not answered. */
  answers: readonly Answer[] | ((number: string) => readonly Answer[]);
}

/** A question in its turn, and the keys. */
type Answer = readonly [question: string, keys: string];

/** What a caller has in his hand. */
type Telephone = Pick<KeypadCaller, 'presses' | 'says' | 'hangsUp'>;

/** Somebody has hung up. */
export interface HungUp {
  number: string;
  /** The moment in which he did. */
  moment: string;
  /** Whether that was at this moment of the good way, or later. */
  hasHeard: (moment: string) => boolean;
  steps: readonly Step[];
}

/**
 * A hang-up at every step: somebody goes the good way and listens to all of it, and whenever something is said, or a message is recorded, for
 * the first time, somebody else goes as far and hangs up in that moment. Each such call is over, by the caller, and nothing of it
 * is left behind.
 * @param check what there is to be of the conversation then; told when all have hung up
 * @returns the moments
 */
export async function hangUpEverywhere(
  world: World,
  way: GoodWay,
  check: (hungUp: HungUp) => Promise<void>,
): Promise<string[]> {
  const keypads = await KeypadCallers.open(world, mostAtOnce);
  const dials = dialling(way, keypads);
  const calls: Promise<Omit<HungUp, 'hasHeard'>>[] = [];
  try {
    const names = await goesAllTheWay(world, way, dials, (moment) => {
      const call = hangsUpAt(moment, world, way, dials);
      // Awaited below: until then a fault of one is not that of whoever goes all the way.
      call.catch(() => undefined);
      calls.push(call);
    });
    for (const [at, hungUp] of (await Promise.all(calls)).entries()) {
      const hasHeard = (name: string) => {
        expect(names).toContain(name);
        return at >= names.indexOf(name);
      };
      await check({ ...hungUp, hasHeard });
    }
    return names;
  } finally {
    keypads.close();
  }
}

const mostAtOnce = 10;
type Dials = (number: string) => Promise<Telephone>;

function dialling({ calls }: GoodWay, keypads: KeypadCallers): Dials {
  if (typeof calls === 'function') return (number) => calls(number, keypads);
  return async (number) => {
    const caller = await keypads.calls(number);
    await caller.presses(calls);
    return caller;
  };
}

/** @returns the moments in their order */
async function goesAllTheWay(
  world: World,
  way: GoodWay,
  dials: Dials,
  hears: (moment: Moment) => void,
): Promise<string[]> {
  return calling(world, way, dials, hears, async (call, moments, number) => {
    for (const answer of answersOf(way, number))
      await answersNext(answer, { world, call, moments, listens: true });
    if (await moments.question()) await moments.isHeard();
    moments.close();
    await call.hangsUp();
    return moments.names;
  });
}

/** Who knows the way answers what comes before as soon as it is asked. */
async function hangsUpAt(moment: Moment, world: World, way: GoodWay, dials: Dials) {
  return calling(world, way, dials, nobodyIsTold, async (call, moments, number) => {
    for (const answer of answersOf(way, number).slice(0, moment.answered))
      await answersNext(answer, { world, call, moments, listens: false });
    await moments.until(moment);
    await call.hangsUp();
    const { name } = moment;
    return { number, moment: name, steps: await nothingIsLeft(world, number, name) };
  });
}

function answersOf({ answers }: GoodWay, number: string): readonly Answer[] {
  return typeof answers === 'function' ? answers(number) : answers;
}

async function answersNext(
  [name, keys]: Answer,
  at: { world: World; call: Telephone; moments: Moments; listens: boolean },
): Promise<void> {
  const { world, call, moments } = at;
  const question = await moments.question();
  expect(question?.name).toBe(name);
  if (at.listens) await moments.isHeard();
  if (question?.kind === 'voice') await call.says(await world.town.sentence('leak', 'uk'));
  moments.answers();
  await call.presses(keys);
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
    expect(isRecorded(steps) ? ['finished'] : ['finished', 'lost'], moment).toContain(recordings.join());
  });
  return steps;
}

/** False for whoever hangs up as soon as he is answered: of him there may be nothing that could be recorded. */
function isRecorded(steps: readonly Step[]): boolean {
  const answered = steps.find(({ kind }) => kind === 'answered')?.at.getTime() ?? Number.POSITIVE_INFINITY;
  return (steps.at(-1)?.at.getTime() ?? 0) - answered > recordedAfterMs;
}

/** Asterisk has begun to write by then. */
const recordedAfterMs = 500;

const nobodyIsTold = () => undefined;

async function calling<T>(
  world: World,
  way: GoodWay,
  dials: Dials,
  hears: (moment: Moment) => void,
  goes: (call: Telephone, moments: Moments, number: string) => Promise<T>,
): Promise<T> {
  const number = await way.caller();
  const moments = new Moments(world, number, way.flows, hears);
  try {
    return await goes(await dials(number), moments, number);
  } finally {
    moments.close();
  }
}
