import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Shortest and longest PIN, in digits. */
export const pinLength = { shortest: 4, longest: 8 } as const;

/**
 * Argon2id (2) with 12 MiB: about 15 ms on a thread of its own, so that no call waits for it. More would not help: a PIN has few
 * digits, and what keeps it safe is that only a few may be tried.
 */
const cost = { algorithm: 2, memoryCost: 12_288, timeCost: 2, parallelism: 1 };

/** @returns what may be stored */
export function hashPin(pin: string): Promise<string> {
  return hash(pin, cost);
}

const givenLength = 6;

/** A PIN that nobody has chosen, and none of those that are tried first: all digits the same, or one after the other. */
export function newPin(pick = () => randomInt(10 ** givenLength)): string {
  for (;;) {
    const pin = String(pick()).padStart(givenLength, '0');
    const steps = new Set([...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i])));
    if (steps.size > 1) return pin;
  }
}

let decoy: Promise<string> | undefined;

/** Takes the same time whether there is a PIN on record (`pinHash`) or not (null, and then none is right). */
export async function isPin(pinHash: string | null, pin: string): Promise<boolean> {
  decoy ??= hashPin('nobody has this');
  const right = await verify(pinHash ?? (await decoy), pin);
  return right && pinHash !== null;
}
