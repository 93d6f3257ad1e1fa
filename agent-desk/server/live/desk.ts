import type { Logger } from '../../../log.ts';
import type { DeskEvent, DeskState, PhoneAccess, PhoneState } from '../../contract/live.ts';
import type { Operator } from '../../contract/shapes.ts';
import type { Live } from './live.ts';
import type { DeskSocket } from './verbs.ts';

export interface OpenDesk {
  operator: Operator;
  sessionId: string;
  socket: DeskSocket;
  /** Sends a new snapshot. */
  refresh(): Promise<void>;
  /** Sends nothing more. */
  stop(): void;
}

/**
 * One open desk: a snapshot, then every event with a number that grows by one. Events that happen between the snapshot and
 * its sending wait behind it, in order: a socket keeps the order of what is sent. What happens in one moment is sent as one: an offer is
 * four events, and five operators who are free at once would be six hundred messages to thirty desks.
 */
export function openDesk(
  { operator, sessionId, socket }: Pick<OpenDesk, 'operator' | 'sessionId' | 'socket'>,
  live: Live,
  phone: { access(): Promise<Omit<PhoneAccess, 'state'>>; state(): PhoneState },
  log: Logger,
): OpenDesk {
  let sequence = 0;
  let stop = () => {};
  let told: DeskEvent[] = [];
  const send = () => {
    if (told.length > 0) socket.emit('event', sequence - told.length + 1, ...told);
    told = [];
  };
  const event = (one: DeskEvent) => {
    sequence += 1;
    if (told.push(one) === 1) setImmediate(send);
  };
  const stopSending = () => {
    stop();
    told = [];
  };
  const refresh = async () => {
    const access = await phone.access();
    stop();
    if (!socket.connected) return;
    const watched = live.watch(operator, { event, reset: () => void again() });
    stop = watched.stop;
    send();
    const now = new Date().toISOString();
    const state: DeskState = { ...watched.state, sequence, now, phone: { ...access, state: phone.state() } };
    socket.emit('snapshot', state);
  };
  const again = () =>
    refresh().catch((error: unknown) => {
      // The desk comes back by itself and is given its snapshot then.
      log.error({ err: error, operatorId: operator.id }, 'a desk got no snapshot');
      socket.disconnect(true);
    });
  return { operator, sessionId, socket, refresh, stop: stopSending };
}
