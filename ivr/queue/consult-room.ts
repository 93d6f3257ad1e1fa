import { roomId } from '../../telephony/call/room.ts';

const prefix = 'consult-';

/** By what its room is named: a second one of the same call. */
export function consultId(callId: string): string {
  return `${prefix}${callId}`;
}

/** The bridge on which an operator talks to the one whom he has asked about this call. */
export function consultRoomId(callId: string): string {
  return roomId(consultId(callId));
}

/** The call whose room this is, or about which somebody is asked there. */
export function callOfRoom(id: string): string {
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}
