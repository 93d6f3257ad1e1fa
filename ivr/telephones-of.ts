import type { AriChannel, NodeInventory } from '../telephony/asterisk/node.ts';
import { readDutyPhoneId } from '../telephony/call/duty-phone.ts';
import { readLegId } from '../telephony/call/leg.ts';
import { roomId } from '../telephony/call/room.ts';
import { consultRoomId } from './queue/consult-room.ts';
import type { Unfinished } from './take-up-calls.ts';

/** A telephone that was picked up for a call; `operatorId`: null for one outside. */
export interface InCall {
  channelId: string;
  operatorId: number | null;
  inRoom: boolean;
}

type Phone = InCall & { rungFor: 'leg' | 'supervisor' | 'duty'; inConsult: boolean };

/** The telephones with which a call goes on that is taken up. Whatever else was picked up for it is let go. */
export interface Telephones {
  /** The phone of the operator who leads the call; not in the room, he has the caller on hold. */
  lead: (InCall & { operatorId: number }) | null;
  /** The one whom he has asked for help, and talks to while the caller hears music, or together with him. */
  asked: (InCall & { stage: 'talking' | 'three' }) | null;
  /** A telephone outside that the caller was put through to. */
  onDuty: InCall | null;
}

/** By what Asterisk has, and by what the log says of who leads the call and whom he has asked. Pure. */
export function telephonesOf(
  one: Pick<Unfinished, 'id' | 'talkingTo' | 'asked'>,
  { channels, bridges }: NodeInventory,
): Telephones {
  const isOn = (bridgeId: string, channelId: string) =>
    bridges.find(({ id }) => id === bridgeId)?.channels.includes(channelId) ?? false;
  const phones = channels.flatMap((channel): Phone[] => {
    const read = readPhone(channel);
    if (read?.callId !== one.id) return [];
    const { id: channelId } = channel;
    const inRoom = isOn(roomId(one.id), channelId);
    return [{ channelId, ...read, inRoom, inConsult: isOn(consultRoomId(one.id), channelId) }];
  });
  const lead = leadOf(phones, one.talkingTo);
  const onDuty = phones.find(({ rungFor }) => rungFor === 'duty') ?? null;
  return { lead, asked: lead && askedBy(lead, phones, one), onDuty: lead ? null : onDuty };
}

/**
 * A supervisor leads the call where he has taken it over, or where he has joined it and the operator is lost: then he is alone with
 * the caller. Of two operators the one whom the log names, unless the caller was just being left to the other.
 */
function leadOf(phones: readonly Phone[], talkingTo: number | null): Telephones['lead'] {
  const led = phones.filter(isOperators);
  const legs = led.filter(({ rungFor }) => rungFor === 'leg');
  const supervisors = led.filter(({ rungFor }) => rungFor === 'supervisor');
  const isNamed = ({ operatorId }: InCall) => operatorId === talkingTo;
  const isWithCaller = ({ inRoom }: InCall) => inRoom;
  return (
    supervisors.find(isNamed) ??
    legs.find((leg) => isNamed(leg) && leg.inRoom) ??
    legs.find(isWithCaller) ??
    legs.find((leg) => isNamed(leg) || talkingTo === null) ??
    supervisors.find(isWithCaller) ??
    null
  );
}

/** Only where both are where they hear each other: one who was not put there yet, or no longer, is let go. */
function askedBy(
  lead: InCall,
  phones: readonly Phone[],
  { asked }: Pick<Unfinished, 'asked'>,
): Telephones['asked'] {
  if (!asked) return null;
  const found = phones.find((phone) =>
    'operatorId' in asked
      ? phone.operatorId === asked.operatorId && phone.rungFor === 'leg' && phone.channelId !== lead.channelId
      : phone.rungFor === 'duty',
  );
  if (found?.inRoom && lead.inRoom) return { ...found, stage: 'three' };
  if (found?.inConsult && !lead.inRoom) return { ...found, stage: 'talking' };
  return null;
}

function isOperators(phone: Phone): phone is Phone & { operatorId: number } {
  return phone.operatorId !== null;
}

/** What the id of a telephone's channel says, of one that was picked up. */
function readPhone({
  id,
  state,
}: AriChannel): (Pick<Phone, 'operatorId' | 'rungFor'> & { callId: string }) | null {
  if (state !== 'Up') return null;
  const duty = readDutyPhoneId(id);
  return duty === null ? readLegId(id) : { operatorId: null, rungFor: 'duty', callId: duty };
}
