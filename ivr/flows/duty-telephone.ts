import type { StepData } from '../../events.ts';
import type { Call } from '../../telephony/call/call.ts';
import { NotReached } from '../../telephony/call/dial.ts';
import { ringDutyPhone } from '../../telephony/call/duty-phone.ts';
import type { Telephone } from '../../telephony/call/leg.ts';
import { unlessGone } from '../../telephony/call/room.ts';
import { given } from '../../telephony/call/runner.ts';
import { waitFor } from '../../telephony/call/waiting.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { comesTo } from './comes-to.ts';
import { emergencyNumber } from './emergency-number.ts';
import { waitedInVain } from './waited-in-vain.ts';

const ringMs = 40_000;
const onDuty = { kind: 'duty', how: 'connected' } as const;

/**
 * An emergency outside the hours: the telephone of the person on duty. Who cannot be reached is answered by a number that can. Until
 * somebody picks up, or that number is told, a caller who hangs up has waited in vain.
 */
export function dutyTelephone(number: string): IvrFlow {
  return given({ number }, async function dutyTelephone(call, services) {
    const waitsSinceMs = Date.now();
    comesTo(call, 'abandoned');
    const telephone = await rings(number, call, services).catch((error) => {
      if (call.signal.aborted) waitedInVain(call, services, { waitsSinceMs });
      throw error;
    });
    if (telephone) return talkWith(call, telephone, services, onDuty);
    comesTo(call, 'served');
    return emergencyNumber;
  });
}

/** Null when nobody picks up, and he has been told so. */
async function rings(number: string, call: Call, services: IvrServices): Promise<Telephone | null> {
  await call.say('closed.duty');
  const telephone = await ringTelephone(number, call, services);
  if (telephone) return telephone;
  call.step({ kind: 'duty', how: 'not-reached' });
  // Nothing that was pressed while it rang may keep the number from being heard.
  call.keys.clear();
  await call.sayWhole('closed.duty.away');
  return null;
}

/** The two talk already, unless the telephone was picked up while nobody led; only the leading of it begins again. */
export function onDutyAgain(telephone: Telephone, { inRoom }: { inRoom: boolean }): IvrFlow {
  return async function onDutyAgain(call, services) {
    if (inRoom) return talkOn(call, telephone, services);
    return talkWith(call, telephone, services, onDuty);
  };
}

/** Rings a telephone outside for a caller, who hears music until it is picked up and he is with it. Null when nobody picks up. */
export async function ringTelephone(
  number: string,
  call: Call,
  services: IvrServices,
): Promise<Telephone | null> {
  await call.music(true);
  try {
    const { endpoint, callerNumber } = services.dutyPhone(number, call.hotline);
    const dialling = { callId: call.id, endpoint, callerNumber, ringMs, originator: call.id };
    return await ringDutyPhone(call.node, dialling, call.signal);
  } catch (error) {
    if (!call.signal.aborted) await call.music(false);
    if (error instanceof NotReached) return null;
    throw error;
  }
}

/** The caller is with one who has picked up outside. Whose caller is gone by then is hung up, too. */
export async function talkWith(
  call: Call,
  telephone: Telephone,
  services: Pick<IvrServices, 'callbacks'>,
  connected: StepData,
): Promise<undefined> {
  try {
    await call.music(false);
    call.step(connected);
    await unlessGone(call.room.enter(telephone.channelId));
  } catch (error) {
    await telephone.hangUp();
    throw error;
  }
  return talkOn(call, telephone, services);
}

/** The two talk, until either hangs up. Nobody need call him back any more. */
export async function talkOn(
  call: Call,
  telephone: Telephone,
  { callbacks }: Pick<IvrServices, 'callbacks'>,
): Promise<undefined> {
  call.result = 'talked';
  if (call.number !== null) callbacks.talkedTo(call.number);
  try {
    await waitFor<true>(
      (done) => {
        const gone = () => done(true);
        if (telephone.gone.aborted) gone();
        telephone.gone.addEventListener('abort', gone);
        return () => telephone.gone.removeEventListener('abort', gone);
      },
      { signal: call.signal },
    );
  } finally {
    await telephone.hangUp();
  }
  call.over('operator-hung-up');
}
