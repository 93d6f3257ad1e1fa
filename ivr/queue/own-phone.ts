import { randomUUID } from 'node:crypto';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import { type Leg, ringOperator } from '../../telephony/call/leg.ts';
import { letGo, unlessGone } from '../../telephony/call/room.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import type { DeskAnswers } from './offer.ts';

/** How long the phone of one who calls may ring; a browser picks up by itself. */
const ownRingMs = 20_000;
/** A desk that says nothing of the card is not waited for longer. */
const cardMs = 2_000;

export interface OwnPhoneParts {
  node: AsteriskNode;
  answers: Pick<DeskAnswers, 'onCardShown'>;
  /** The dial string of an operator's phone. */
  endpointOf: (operatorId: number) => string;
}

/** A call that an operator makes himself, and what his phone shows of it. */
export interface OwnCall {
  operatorId: number;
  callId: string;
  farNumber: string;
}

/**
 * The phone of an operator who calls somebody. A phone that rings before its desk knows of the call would let it go, so this is to
 * be asked for before the call is put on the desk. @throws the signal's reason
 */
export function cardShown(
  { answers }: Pick<OwnPhoneParts, 'answers'>,
  { operatorId, callId }: Pick<OwnCall, 'operatorId' | 'callId'>,
  signal: AbortSignal,
): Promise<true | null> {
  const shown = waitFor<true>((done) => answers.onCardShown(operatorId, callId, () => done(true)), {
    signal,
    limitMs: cardMs,
  });
  // Its rejection is met where it is waited for.
  shown.catch(() => undefined);
  return shown;
}

/** @throws NotReached, or the signal's reason */
export function ringOwnPhone(
  { node, endpointOf }: Omit<OwnPhoneParts, 'answers'>,
  { operatorId, callId, farNumber }: OwnCall,
  signal: AbortSignal,
): Promise<Leg> {
  // The browser picks up by itself, as after a reload: the operator has said that he wants this call.
  const headers = { 'X-Holos-Call': callId, 'X-Holos-Resume': '1' };
  const endpoint = endpointOf(operatorId);
  const dialling = { callId, endpoint, callerNumber: farNumber, ringMs: ownRingMs, headers };
  return ringOperator(node, operatorId, dialling, signal);
}

/** The operator hears that it rings at the other end, as in any telephone, while this goes on. */
export async function hearingItRing<T>(
  node: AsteriskNode,
  { channelId }: Leg,
  during: () => Promise<T>,
): Promise<T> {
  const playbackId = `ringing-${randomUUID()}`;
  await unlessGone(node.ari('channels', 'playWithId', { channelId, playbackId, media: 'tone:ring' }));
  try {
    return await during();
  } finally {
    await letGo(node.ari('playbacks', 'stop', { playbackId }));
  }
}
