import type { Colleague } from './contract.ts';
import { desk } from './desk.svelte.ts';
import { notices } from './notices.svelte.ts';
import { ownPhone } from './own-phone.svelte.ts';
import { here } from './place.svelte.ts';

/** In these states an operator is free to call somebody himself. */
const free: ReadonlySet<string> = new Set(['ready', 'paused', 'wrap-up', 'missed', 'unreachable']);

/** Whether this desk can call somebody now: its phone works, and no call is on it. */
export function mayCall(): boolean {
  const state = desk.state?.me.state ?? '';
  return desk.live && desk.call === null && free.has(state) && ownPhone.canRing;
}

/** In these a colleague may be called, and call: he talks to nobody, and has nothing of a call to write up. */
const atHand: ReadonlySet<string> = new Set(['ready', 'paused', 'missed']);

/** Whether this colleague can be called from here now. */
export function mayCallColleague({ id, state }: Colleague): boolean {
  const me = desk.state?.me;
  return mayCall() && me !== undefined && me.id !== id && atHand.has(me.state) && atHand.has(state);
}

/** Whether somebody has this number rung already, or talks to it: two who call one resident back would disturb each other. */
export function isBeingCalled(number: string): boolean {
  const calls = desk.state?.calls ?? [];
  return calls.some((one) => one.direction === 'out' && one.endedAt === null && one.number === number);
}

export async function callColleague(id: number): Promise<void> {
  here.go('desk');
  await notices.watch(desk.callColleague(id));
}

/** Calls a number; the resident sees the hotline's, the company's usual one unless told. The desk shows who it is meanwhile. */
export async function callNumber(number: string, hotline: string | null = null): Promise<void> {
  here.go('desk');
  await notices.watch(desk.dial(number, hotline));
}
