import type { ToldIncident } from '../../housing/incidents/incidents.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { callBackNumber } from '../call-back-number.ts';
import { inTime } from '../in-time.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { mainMenu } from './main-menu.ts';

const joinKey = '1';
/** Who wants to join presses soon; the others should not wait for the menu. */
const thinkMs = 3_000;

/**
 * What has befallen the caller's building, in a sentence each; 1 joins: whoever joins is told when it is mended. `*` tells it
 * again, and 9 in another language; any other key is one for the menu, and so is whatever was pressed before: who presses ahead knows the way and hears nothing of it. The
 * number is no proof of who calls, so the sentence names neither the address nor anybody.
 */
export async function knownBreakdown(call: Call, services: IvrServices): Promise<IvrFlow> {
  if (call.keys.any) return mainMenu;
  const told = await inTime(
    () => services.incidents.tellings(call),
    [],
    (error) => services.log.error({ err: error, callId: call.id }, 'incidents could not be looked up'),
  );
  // Only who can be told is asked: where no SMS comes through, by a call back.
  const joinable = callBackNumber(call, services) === null ? [] : told.filter((one) => !one.joined);
  const sentences = told.map((one): Utterance => [one.prompt, one.parameters]);
  if (joinable.length === 0) {
    await call.tell(sentences);
    return mainMenu;
  }
  const prompts: Utterance[] = [...sentences, ['known-breakdown.join', { key: joinKey }]];
  if (await call.propose({ name: 'known-breakdown.join', prompts, key: joinKey, thinkMs }))
    await join(call, services, joinable);
  return mainMenu;
}

/** It is written down before the caller is told so. */
async function join(call: Call, services: IvrServices, incidents: readonly ToldIncident[]): Promise<void> {
  const { id: callId, number, language, hotline } = call;
  // Who withholds the number is nobody we know, and hears of no building.
  if (number === null) return;
  const ids = incidents.flatMap(({ id, alike }) => [id, ...alike]);
  const joined = await Promise.all(
    ids.map((incidentId) => services.joining.join({ incidentId, number, language, hotline, callId })),
  );
  for (const [index, incidentId] of ids.entries())
    if (joined[index]) call.step({ kind: 'incident-joined', incidentId });
  await call.sayWhole(joined.some(Boolean) ? 'known-breakdown.joined' : 'known-breakdown.mended');
}
