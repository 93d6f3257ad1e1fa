import { setTimeout as pause } from 'node:timers/promises';
import { hashPassword } from '../../../agent-desk/server/session/password.ts';
import { saveOperator } from '../../../db/queries/operators.ts';
import { HolosError } from '../../../errors.ts';
import { DeskClient } from '../../town/desk-client.ts';
import type { PhoneCall, Phones } from '../phones.ts';
import { SipPhone } from '../sip-phone.ts';
import { type BenchSystem, dialled } from '../system.ts';

export interface FullFloorPlan {
  readonly operators: number;
  readonly waiting: number;
  /** How often some operators become ready at the same time, are offered a caller each, and pause. */
  readonly rounds: number;
}

const comingEveryMs = 250;
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
  const coming: Promise<PhoneCall>[] = [];
  try {
    for (let index = 0; index < waiting; index++) {
      const number = system.numbers[index % system.numbers.length] as string;
      // Filling the line is not what is measured: who did not get through calls again.
      const caller = intoLine(phones, number).catch(() => intoLine(phones, number));
      // Who does not get through then either ends the measuring below.
      caller.catch(() => undefined);
      coming.push(caller);
      await pause(comingEveryMs);
    }
    await Promise.all(coming);
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
    const calls = await Promise.allSettled(coming);
    await Promise.all(calls.map((one) => one.status === 'fulfilled' && one.value.hangsUp()));
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

async function intoLine(phones: Phones, from: string): Promise<PhoneCall> {
  const call = await phones.call(dialled.holos, from);
  await call.hearsVoice();
  await call.rtp.press('0');
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
