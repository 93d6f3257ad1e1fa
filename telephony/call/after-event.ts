import { HolosError } from '../../errors.ts';
import type { AriEvent, AsteriskNode } from '../asterisk/node.ts';
import { waitFor } from './waiting.ts';

const eventLimitMs = 3000;

/**
 * Makes a request and waits for the event that says it has come true; listens before asking.
 * @throws HolosError `telephony.silent` when the event does not come in time; whatever the request throws
 */
export async function afterEvent(
  node: AsteriskNode,
  subject: string,
  types: readonly string[],
  request: () => Promise<unknown>,
): Promise<AriEvent> {
  const failed = new AbortController();
  const event = waitFor<AriEvent>(
    (done) =>
      node.onSubject(subject, (heard) => {
        if (types.includes(heard.type)) done(heard);
      }),
    { signal: failed.signal, limitMs: eventLimitMs },
  );
  const [heard] = await Promise.all([
    event,
    request().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  ]);
  if (!heard)
    throw new HolosError('telephony.silent', 'Asterisk did not say in time that it had begun.', { subject });
  return heard;
}
