import { setTimeout as pause } from 'node:timers/promises';
import { HolosError } from '../../../errors.ts';
import { DeskClient } from '../../town/desk-client.ts';
import type { Phones } from '../phones.ts';
import { SipPhone } from '../sip-phone.ts';
import { type BenchSystem, dialled } from '../system.ts';
import { AppQueue, appQueueNumber } from './app-queue.ts';

const limitMs = 8_000;
const lookEveryMs = 20;
/** A caller has waited for up to so long when the operator becomes free: whoever looks once a second is met at any moment of it. */
const longestWaitMs = 1_500;

/** From the word that the operator is free to the INVITE at his phone, in ms, while one caller waits. */
export interface Offers {
  readonly holos: number[];
  readonly appQueue: number[];
}

/** So many offers each way, in turn, to the same phone. The operator says that he is free; the caller hangs up while it rings. */
export async function measureOffers(phones: Phones, system: BenchSystem, each: number): Promise<Offers> {
  const { settings, logins, numbers } = system;
  const login = logins.find((one) => one.login === 'operator1');
  if (!login) throw new HolosError('bench.no-login', 'There is no operator1.');
  const desk = await DeskClient.logIn(
    `http://${settings.address}:${settings.ports.desk}`,
    login,
    (client) => {
      const { call } = client.state;
      if (call?.stage === 'ringing') client.ask('card-shown', call.callId).catch(() => undefined);
    },
  );
  const phone = await SipPhone.register('127.0.0.3', desk.state.phone, settings.ports.sip);
  await desk.ask('phone', 'registered');
  const queue = await AppQueue.add(system, desk.state.phone.user);
  const holos = {
    number: dialled.holos,
    key: '0',
    isWaiting: async () => desk.state.queues.some(({ waiting }) => waiting.length > 0),
    free: () => desk.ask('ready'),
    async paused() {
      await until(() => desk.state.me.state === 'ready' && desk.state.call === null);
      await desk.ask('pause', 'lunch');
    },
  };
  const appQueue = {
    number: appQueueNumber,
    key: null,
    isWaiting: async () => (await queue.waiting()) > 0,
    free: () => queue.ready(),
    async paused() {
      await queue.pause();
      await until(async () => (await queue.waiting()) === 0);
    },
  };
  const found: Offers = { holos: [], appQueue: [] };
  try {
    for (let turn = 0; turn < each * 2; turn++) {
      const which = turn % 2 === 0 ? 'holos' : 'appQueue';
      const way = which === 'holos' ? holos : appQueue;
      const number = numbers[turn % numbers.length] as string;
      found[which].push(await oneOffer(phones, phone, number, way, (turn * 397) % longestWaitMs));
    }
  } finally {
    desk.close();
    phone.close();
  }
  return found;
}

interface Way {
  readonly number: string;
  /** What leads from the menu into the line. */
  readonly key: string | null;
  readonly isWaiting: () => Promise<boolean>;
  readonly free: () => Promise<void>;
  /** The offer is over, and the operator is not free. */
  readonly paused: () => Promise<void>;
}

async function oneOffer(
  phones: Phones,
  phone: SipPhone,
  from: string,
  way: Way,
  waitMs: number,
): Promise<number> {
  const call = await phones.call(way.number, from);
  if (way.key !== null) {
    await call.hearsVoice();
    await call.rtp.press(way.key);
  }
  await until(way.isWaiting);
  await pause(waitMs);
  const invited = new Promise<number>((heard) => {
    phone.onInvite = (_, atMs) => heard(atMs);
  });
  const freeAtMs = performance.now();
  await way.free();
  const invitedAtMs = await Promise.race([invited, pause(limitMs, null)]);
  await call.hangsUp();
  if (invitedAtMs === null) throw new HolosError('bench.not-offered', `No INVITE within ${limitMs} ms.`);
  await way.paused();
  return invitedAtMs - freeAtMs;
}

async function until(fits: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!(await fits())) {
    if (performance.now() > giveUpAt)
      throw new HolosError('bench.not-offered', `The queue did not come to it within ${limitMs} ms.`);
    await pause(lookEveryMs);
  }
}
