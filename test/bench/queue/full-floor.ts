import { setTimeout as pause } from 'node:timers/promises';
import { hashPassword } from '../../../agent-desk/server/session/password.ts';
import { saveOperator } from '../../../db/queries/operators.ts';
import { HolosError } from '../../../errors.ts';
import { DeskClient } from '../../town/desk-client.ts';
import { CallFailed, type PhoneCall, type Phones } from '../phones.ts';
import { SipPhone } from '../sip-phone.ts';
import { type BenchSystem, dialled } from '../system.ts';

export interface FullFloorPlan {
  readonly operators: number;
  readonly waiting: number;
  /** How often some operators become ready at the same time, are offered a caller each, and pause. */
  readonly rounds: number;
}

/** So many dial at a time, for a machine that is nearly full takes its time for each. */
const dialLanes = 4;
const triesToGetThrough = 5;
const limitMs = 20_000;
const lookEveryMs = 50;

/** Of every change of an operator's state: from the change at the server to each desk that heard of it, in ms. */
export async function measureFullFloor(
  phones: Phones,
  system: BenchSystem,
  { operators, waiting, rounds }: FullFloorPlan,
  say: (text: string) => void,
): Promise<number[]> {
  const heard: number[] = [];
  const staff = await openDesks(system, operators, (sinceMs) => heard.push(Date.now() - sinceMs));
  const calls: PhoneCall[] = [];
  try {
    await fillLine(phones, system.numbers, waiting, calls);
    const inLine = () => staff[0]?.desk.state.queues.reduce((sum, one) => sum + one.waiting.length, 0);
    await until(() => inLine() === waiting, `not all of ${waiting} callers came into the line`);
    say(`${operators} desks, ${inLine()} callers wait`);
    // What the filling of the line made of it is not the figure.
    heard.length = 0;
    for (let round = 0; round < rounds; round++) {
      const some = staff.filter((_, index) => index % rounds === round % rounds);
      await Promise.all(some.map(missOne));
    }
    return [...heard];
  } finally {
    // Two hundred who hang up at once are not what is measured, either.
    await Promise.allSettled(calls.map((call) => call.hangsUp()));
    for (const { desk, phone } of staff) {
      desk.close();
      phone.close();
    }
  }
}

interface OpenDesk {
  readonly desk: DeskClient;
  readonly phone: SipPhone;
}

async function openDesks(
  { db, settings }: BenchSystem,
  count: number,
  heard: (sinceMs: number) => void,
): Promise<OpenDesk[]> {
  const password = 'a full floor of the bench';
  const passwordHash = await hashPassword(password);
  const staff: OpenDesk[] = [];
  for (let index = 1; index <= count; index++) {
    const login = `bench${index}`;
    await saveOperator(db, { login, name: `Bench ${index}`, role: 'operator', passwordHash });
    const known = new Map<number, string>();
    const address = `http://${settings.address}:${settings.ports.desk}`;
    const desk = await DeskClient.logIn(address, { login, password }, ({ state }) => {
      for (const { id, since } of state.colleagues) {
        if (known.has(id) && known.get(id) !== since) heard(Date.parse(since));
        known.set(id, since);
      }
    });
    const phone = await SipPhone.register('127.0.0.3', desk.state.phone, settings.ports.sip);
    await desk.ask('phone', 'registered');
    staff.push({ desk, phone });
  }
  return staff;
}

/** Filling the line is not what is measured: who does not get through calls again. Those who came in are in `calls` at any time. */
async function fillLine(
  phones: Phones,
  numbers: readonly string[],
  waiting: number,
  calls: PhoneCall[],
): Promise<void> {
  let dialled = 0;
  const dial = async () => {
    while (dialled < waiting) {
      const number = numbers[dialled++ % numbers.length] as string;
      calls.push(await throughAtLast(phones, number));
    }
  };
  await Promise.all(Array.from({ length: dialLanes }, dial));
}

async function throughAtLast(phones: Phones, number: string): Promise<PhoneCall> {
  for (let tries = 1; ; tries++) {
    try {
      return await intoLine(phones, number);
    } catch (error) {
      if (!(error instanceof CallFailed) || tries === triesToGetThrough) throw error;
    }
  }
}

async function intoLine(phones: Phones, from: string): Promise<PhoneCall> {
  const call = await phones.call(dialled.holos, from);
  try {
    await call.hearsVoice();
    await call.rtp.press('0');
  } catch (error) {
    await Promise.allSettled([call.hangsUp()]);
    throw error;
  }
  call.rests();
  return call;
}

/** He is offered the first caller, and never shows the card: after two seconds he counts as unreachable, and he pauses. */
async function missOne({ desk }: OpenDesk): Promise<void> {
  await desk.ask('ready');
  await until(() => desk.state.me.state === 'unreachable', 'nobody was offered');
  await desk.ask('pause', 'lunch');
}

async function until(fits: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!(await fits())) {
    if (performance.now() > giveUpAt) throw new HolosError('bench.not-offered', otherwise);
    await pause(lookEveryMs);
  }
}
