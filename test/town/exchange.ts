import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { HolosError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { linkNode } from '../../telephony/asterisk/link.ts';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import { application, startTownAsterisk, type TownPlace, townUser } from './start-asterisk.ts';

/** The town's Asterisk, and the link to it. */
export interface Exchange {
  readonly node: AsteriskNode;
  stop(): Promise<void>;
}

/** @throws HolosError as findAsterisk and startAsterisk do; `town.slow` when its link is not up within 10 s */
export async function startExchange(place: TownPlace, log: Logger): Promise<Exchange> {
  const password = randomBytes(24).toString('hex');
  const stopAsterisk = await startTownAsterisk(place, password);
  const { address, httpPort, amiPort } = place;
  const node = linkNode(
    { name: 'town', address, httpPort, amiPort, user: townUser, password, application },
    log,
  );
  const stop = async () => {
    await node.close();
    await stopAsterisk();
  };
  try {
    await node.begin().whenUp(AbortSignal.timeout(10_000));
  } catch (error) {
    await stop();
    throw new HolosError('town.slow', 'The town could not be linked within 10 s.', {}, error);
  }
  return { node, stop };
}

/** Of the town that was stopped last; it lives as long as the process. */
let kept: { readonly place: string; readonly exchange: Exchange } | undefined;

/**
 * An exchange that is not stopped but kept, for the next one in this process who asks for the same place: to start one takes as
 * much of the processor as ten seconds of a call. It is in a folder of its own, whichever the place names. While one is had,
 * nobody else can have it.
 */
export async function takeExchange(where: TownPlace, log: Logger): Promise<Exchange> {
  const { folder: _, ...rest } = where;
  const place = JSON.stringify(rest);
  const last = kept;
  kept = undefined;
  const isGood = last?.place === place && last.exchange.node.state === 'up';
  if (last && !isGood) await last.exchange.stop();
  const exchange = last && isGood ? last.exchange : await startExchange(await inOwnFolder(where), log);
  return {
    node: exchange.node,
    stop: async () => {
      kept = { place, exchange };
    },
  };
}

async function inOwnFolder(place: TownPlace): Promise<TownPlace> {
  return { ...place, folder: await mkdtemp(path.join(os.tmpdir(), 'holos-town-')) };
}
