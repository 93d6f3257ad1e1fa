import { setTimeout as pause } from 'node:timers/promises';
import { decode } from '../town/sound/g711.ts';
import type { PhoneCall, Phones } from './phones.ts';
import { isVoiced, type SoundPacket } from './rtp-port.ts';
import { dialled, type Prompt, type Prompts, type Whom, whoms } from './system.ts';

/** What one call took, in ms. */
export interface Reactions {
  /** From a key's press to the last packet of the prompt it stopped; 0 when none came after it. */
  readonly stops: readonly number[];
  /** From a key's press to the first packet of the next prompt. */
  readonly nextPrompts: readonly number[];
}

/** More at once would measure how calls wait for each other, not how quick one is: two cores carry telephones and all of Holos. */
const lanes = 4;
const frame = 160;

/** So many conversations with each. */
export function measureReactions(
  phones: Phones,
  prompts: Prompts,
  numbers: readonly string[],
  callsEach: number,
): Promise<Record<'holos' | 'plain', Reactions[]>> {
  return inTurn(['holos', 'plain'], phones, numbers, callsEach, (call) => reactions(call, prompts));
}

/** From the 200 OK to the first packet that can be heard, in ms, of so many calls to each that hang up when they have heard it. */
export function measureFirstSounds(
  phones: Phones,
  numbers: readonly string[],
  callsEach: number,
): Promise<Record<Whom, number[]>> {
  return inTurn(whoms, phones, numbers, callsEach, async (call) => {
    const { atMs } = await call.hearsVoice();
    // What recording and log take at the beginning of a call is not to be in the way of the next one.
    await pause(200);
    await call.hangsUp();
    return Math.max(0, atMs - call.okAtMs);
  });
}

/** So many calls to each, in turn, a few at a time. Calls that fail end the measuring: nothing may fail at this rate. */
async function inTurn<W extends Whom, T>(
  whoms: readonly W[],
  phones: Phones,
  numbers: readonly string[],
  callsEach: number,
  measure: (call: PhoneCall) => Promise<T>,
): Promise<Record<W, T[]>> {
  const results = Object.fromEntries(whoms.map((whom) => [whom, [] as T[]])) as Record<W, T[]>;
  let next = 0;
  const lane = async (index: number) => {
    await pause(index * 350);
    while (next < callsEach * whoms.length) {
      const turn = next++;
      const whom = whoms[turn % whoms.length] as W;
      const call = await phones.call(dialled[whom], numbers[turn % numbers.length] as string);
      results[whom].push(await measure(call));
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
  return results;
}

/** The conversation: a key in the greeting leads to the notice; one in the emergency number, to the question of language. */
async function reactions(call: PhoneCall, prompts: Prompts): Promise<Reactions> {
  await call.hearsVoice();
  const one = await key(call, '7', prompts.notice);
  const emergency = await call.hears(startOf(prompts.emergency), {
    afterMs: one.nextAtMs,
    limitMs: 4_000,
    missing: 'no emergency number',
  });
  const two = await key(call, '9', prompts.language, emergency.atMs);
  await call.hangsUp();
  return {
    stops: [one.stopMs, two.stopMs],
    nextPrompts: [one.nextMs, two.nextMs],
  };
}

/** Presses a key half a second into a prompt, and hears when that stops and the next one begins. */
async function key(call: PhoneCall, name: string, next: Prompt, sinceMs = 0) {
  await pause(400 + Math.random() * 200);
  const { pressedAtMs } = await call.rtp.press(name);
  const begun = await call.hears(startOf(next), {
    afterMs: Math.max(sinceMs, pressedAtMs),
    missing: 'no next prompt',
  });
  const last = call.rtp.packets.findLast((packet) => packet.atMs < begun.atMs && isVoiced(packet));
  return {
    nextAtMs: begun.atMs,
    nextMs: begun.atMs - pressedAtMs,
    stopMs: Math.max(0, (last?.atMs ?? 0) - pressedAtMs),
  };
}

/** Whether a packet is the first of a prompt that can be heard: Asterisk sends its files frame by frame. */
export function startOf({ samples }: Prompt): (packet: SoundPacket) => boolean {
  const at = Math.floor(samples.findIndex((sample) => Math.abs(sample) > 300) / frame) * frame;
  const wanted = [0, 1, 2].map((later) => samples.subarray(at + later * frame, at + (later + 1) * frame));
  return ({ bytes }) => {
    const heard = decode('alaw', bytes);
    return wanted.some((samples) => isSame(heard, samples));
  };
}

function isSame(heard: Int16Array, wanted: Int16Array): boolean {
  let difference = 0;
  let whole = 0;
  for (const [index, sample] of wanted.entries()) {
    difference += ((heard[index] ?? 0) - sample) ** 2;
    whole += sample ** 2;
  }
  return difference < whole * 0.05;
}
