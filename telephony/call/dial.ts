import { codeOf, HolosError } from '../../errors.ts';
import type { CallEnd } from '../../events.ts';
import { application } from '../asterisk/configure-dialplan.ts';
import type { AriChannel, AriEvent, AsteriskNode } from '../asterisk/node.ts';
import { mayBeCarriers, unreachedReason } from './ended.ts';
import { letGo } from './room.ts';
import { waitFor } from './waiting.ts';

export interface Dialling {
  /** Chosen by us, so that events are listened for before the phone rings. */
  channelId: string;
  endpoint: string;
  /** What the called one sees. */
  callerNumber: string;
  callerName?: string;
  ringMs: number;
  /** Words for the Stasis application: what this channel is for. */
  purpose: string;
  headers?: Record<string, string>;
  /** The channel whose codec is taken over, so that nothing is transcoded. */
  originator?: string;
}

/** Nobody could be reached: `reason` says why, in the words of CallEnd. */
export class NotReached extends HolosError {
  readonly reason: CallEnd['reason'];
  /** Nothing rang, and it may be the carrier who refuses. */
  readonly byCarrier: boolean;

  constructor(
    reason: CallEnd['reason'],
    details: Record<string, unknown>,
    { byCarrier = false }: { byCarrier?: boolean } = {},
  ) {
    super('call.not-reached', `the phone was not reached: ${reason}`, details);
    this.reason = reason;
    this.byCarrier = byCarrier;
  }
}

/** How much longer than the ringing we wait for Asterisk to tell us the outcome. */
const outcomeGraceMs = 5_000;

/**
 * Rings one phone until it is answered.
 * @returns when the phone was picked up and its channel is in our application.
 * @throws NotReached with the reason, `asterisk-lost` where it has stopped ringing while the link was down; the signal's reason when
 *   it fires first (the phone stops ringing then).
 */
export async function dial(node: AsteriskNode, dialling: Dialling, signal: AbortSignal): Promise<void> {
  const { channelId } = dialling;
  let notRung: (error: Error) => void = () => undefined;
  const outcome = waitFor<Outcome>(
    (done) => {
      notRung = done;
      return onOutcome(node, channelId, done);
    },
    { signal, limitMs: dialling.ringMs + outcomeGraceMs },
  );
  // Waiting starts before the request so that no event is lost; a rejection is met at the await below.
  outcome.catch(() => undefined);
  try {
    await lookedThrough(node, signal);
    await originate(node, dialling);
    const came = (await outcome) ?? new NotReached('no-answer', {});
    if (came !== 'picked-up') throw came;
  } catch (error) {
    // Nobody listens any more to what comes of it.
    notRung(error as Error);
    await letGo(node.ari('channels', 'hangup', { channelId }));
    throw signal.aborted ? signal.reason : error;
  }
}

/** While it is looked through what there is after a lost link, the phone may still be ringing for somebody who does not want it any more. */
async function lookedThrough(node: AsteriskNode, signal: AbortSignal): Promise<void> {
  if (node.state !== 'syncing') return;
  await waitFor<true>((done) => node.onState((state) => state !== 'syncing' && done(true)), { signal });
}

/** Or why it was not picked up, or why that cannot be known. */
type Outcome = 'picked-up' | Error;

/** Tells what comes of the ringing. Nobody is told of what comes while the link is down: when it is back, Asterisk is asked. */
function onOutcome(node: AsteriskNode, channelId: string, told: (outcome: Outcome) => void): () => void {
  let rang = false;
  const stopListening = node.onSubject(channelId, (event) => {
    if (event.type === 'ChannelStateChange' && event.channel?.state === 'Ringing') rang = true;
    if (event.type === 'StasisStart') told('picked-up');
    if (event.type === 'ChannelDestroyed') told(notReached(event, rang));
  });
  const ask = async () => {
    try {
      const { state } = await node.ari<AriChannel>('channels', 'get', { channelId });
      if (state === 'Up') told('picked-up');
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ari.not-found') told(new NotReached('asterisk-lost', {}));
      // The link is down again: asked when it is back.
      else if (code !== 'ari.down') told(error as Error);
    }
  };
  const stopWatching = node.onState((state) => state === 'up' && void ask());
  return () => {
    stopListening();
    stopWatching();
  };
}

function notReached({ cause, tech_cause: sipStatus }: AriEvent, rang: boolean): NotReached {
  const reason = unreachedReason(cause, sipStatus);
  return new NotReached(
    reason,
    { cause, sipStatus },
    { byCarrier: !rang && mayBeCarriers(reason, sipStatus) },
  );
}

async function originate(node: AsteriskNode, dialling: Dialling): Promise<void> {
  const headers = Object.entries(dialling.headers ?? {}).map(([name, value]) => [
    `PJSIP_HEADER(add,${name})`,
    value,
  ]);
  try {
    await node.ari('channels', 'originateWithId', {
      channelId: dialling.channelId,
      endpoint: dialling.endpoint,
      app: application,
      appArgs: dialling.purpose,
      callerId: `"${dialling.callerName ?? dialling.callerNumber}" <${dialling.callerNumber}>`,
      timeout: Math.ceil(dialling.ringMs / 1000),
      originator: dialling.originator,
      body: { variables: Object.fromEntries(headers) },
    });
  } catch (error) {
    // Asterisk answers 500 at once where the phone is not registered or the address cannot be dialled.
    if (error instanceof HolosError && error.code === 'ari.failed')
      throw new NotReached('congestion', { cause: error.code }, { byCarrier: true });
    throw error;
  }
}
