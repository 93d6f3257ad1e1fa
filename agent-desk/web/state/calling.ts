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

/** Calls a number; the resident sees the hotline's, the company's usual one unless told. The desk shows who it is meanwhile. */
export async function callNumber(number: string, hotline: string | null = null): Promise<void> {
  here.go('desk');
  await notices.watch(desk.dial(number, hotline));
}
