import type { AsteriskNode } from './node.ts';

/** Where the dialplan's keep-number puts them. */
const family = 'fallback';

/** Somebody who called while no controller was there, and was told that they will be called back. */
export interface FallbackCall {
  /** The caller's number as the carrier gave it, digits and a leading +; empty in what an older dialplan kept of one withheld. */
  readonly number: string;
  /** The number that was dialled, one of a hotline's. */
  readonly dialled: string;
  readonly at: Date;
}

/**
 * The calls that the spoken fallback took while no controller was there, oldest first. Asterisk keeps them in its database,
 * on disk, until they are taken.
 * @param keep makes one durable; only then does Asterisk forget it, so a crash here loses none (it may come twice)
 * @throws AmiError; what was not taken yet stays
 */
export async function takeFallbackCalls(
  node: Pick<AsteriskNode, 'ami'>,
  keep: (call: FallbackCall) => Promise<void> = async () => undefined,
): Promise<FallbackCall[]> {
  const taken: FallbackCall[] = [];
  // AMI cuts a long list, perhaps within a key: what is left, and the key that was cut, come in the next round.
  for (let kept = await readKept(node); kept.length > 0; kept = await readKept(node)) {
    for (const { key, call } of kept) {
      await keep(call);
      await node.ami('DBDel', { Family: family, Key: key });
      taken.push(call);
    }
  }
  return taken.sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function readKept(node: Pick<AsteriskNode, 'ami'>): Promise<{ key: string; call: FallbackCall }[]> {
  const { value = '' } = await node.ami('Getvar', { Variable: `DB_KEYS(${family})` });
  return value.split(',').flatMap((key) => {
    const call = readCall(key);
    return call ? [{ key, call }] : [];
  });
}

/**
 * Reads `<dialled>:<seconds since the epoch>:<number>:<unique id>:`, as the dialplan's keep-number writes it. All of it
 * stands in the key, because AMI may list the keys but not read a value; the colon at the end shows that none is missing.
 */
export function readCall(key: string): FallbackCall | undefined {
  const [, dialled, seconds, number] = /^(\d+):(\d+):([\d+]*):[^:]+:$/.exec(key) ?? [];
  if (dialled === undefined || number === undefined) return undefined;
  return { dialled, number, at: new Date(Number(seconds) * 1000) };
}
