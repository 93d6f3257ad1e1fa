import type { Socket } from 'socket.io';
import type {
  Acknowledge,
  DeskGreeting,
  DeskToServer,
  ServerToDesk,
} from '../../agent-desk/contract/live.ts';
import * as fake from './fake-data.ts';
import type { FakeDay } from './fake-day.ts';

type DeskSocket = Socket<DeskToServer, ServerToDesk>;
/** What was asked for is done, and is told so. */
type Answer = (what: string, done: Acknowledge) => void;

/** One desk that was opened on a made-up day: whatever its operator presses is told to `hear`, and happens. */
export function serveDesk(socket: DeskSocket, day: FakeDay, hear: (what: string) => void): void {
  const { phone: kind } = socket.handshake.auth as DeskGreeting;
  if (kind === 'sip') day.withSipPhone();
  const snapshot = () => socket.emit('snapshot', { ...day.state, now: new Date().toISOString() });
  const answer: Answer = (what, done) => {
    hear(what);
    done({ ok: true });
  };
  snapshot();
  socket.on('refresh', (done) => {
    snapshot();
    answer('refresh', done);
  });
  socket.use(([verb, ...said], next) => {
    if (day.refused !== verb) return next();
    (said.at(-1) as Acknowledge)({ ok: false, code: 'database.away', message: 'Away.' });
  });
  serveOperator(socket, day, answer);
  serveCall(socket, day, answer);
  serveSupervisor(socket, answer);
}

/** What an operator says of himself, and to others. */
function serveOperator(socket: DeskSocket, day: FakeDay, answer: Answer): void {
  socket.on('ready', (done) => {
    day.setMe({ state: 'ready' });
    answer('ready', done);
  });
  socket.on('pause', (reason, done) => {
    day.setMe({ state: 'paused', pauseReason: reason });
    answer(`pause ${reason}`, done);
  });
  socket.on('phone', (phone, done) => {
    const { state: mine } = day.state.me;
    if (phone === 'no-microphone' && mine === 'ready')
      day.setMe({ state: 'paused', pauseReason: 'no-microphone' });
    answer(`phone ${phone}`, done);
  });
  socket.on('wrapped-up', (done) => {
    day.setMe({ state: 'ready' });
    answer('wrapped-up', done);
  });
  socket.on('prolong-wrap-up', (done) => {
    day.prolongWrapUp();
    answer('prolong-wrap-up', done);
  });
  socket.on('message', (to, text, done) => {
    day.message(to, text);
    answer(`message ${to} ${text}`, done);
  });
  socket.on('message-read', (messageId, done) => {
    day.readMessage(messageId);
    answer(`message-read ${messageId}`, done);
  });
}

/** What he does with a call. */
function serveCall(socket: DeskSocket, day: FakeDay, answer: Answer): void {
  socket.on('card-shown', (callId, done) => answer(`card-shown ${callId}`, done));
  socket.on('reject', (callId, done) => {
    day.call(null);
    day.setMe({ state: 'paused' });
    answer(`reject ${callId}`, done);
  });
  socket.on('hold', (callId, on, done) => {
    day.changeCall({ held: on });
    answer(`hold ${callId} ${on}`, done);
  });
  socket.on('transfer', (callId, to, done) => {
    day.call(null);
    answer(`transfer ${callId} ${JSON.stringify(to)}`, done);
  });
  socket.on('consult', (callId, who, done) => {
    day.changeCall({ held: true, consult: { with: who, stage: 'ringing', away: false } });
    answer(`consult ${callId} ${JSON.stringify(who)}`, done);
  });
  socket.on('consult-end', (callId, how, done) => {
    day.endConsult(how);
    answer(`consult-end ${callId} ${how}`, done);
  });
  socket.on('record', (callId, on, done) => {
    day.changeCall({ recordingOff: !on });
    answer(`record ${callId} ${on}`, done);
  });
  socket.on('call-colleague', (id, done) => {
    day.call(fake.internalCall(id, 'dialling'));
    answer(`call-colleague ${id}`, done);
  });
  socket.on('end', (callId, done) => {
    day.call(null);
    answer(`end ${callId}`, done);
  });
  socket.on('leave', (callId, done) => {
    day.call(null);
    answer(`leave ${callId}`, done);
  });
  socket.on('disposition', (callId, disposition, done) => {
    day.dispose(callId, disposition);
    answer(`disposition ${callId} ${disposition}`, done);
  });
  socket.on('note', (callId, text, done) => {
    day.changeSummary(callId, { note: text });
    answer(`note ${callId} ${text}`, done);
  });
}

/** What a supervisor does: here it is only heard. */
function serveSupervisor(socket: DeskSocket, answer: Answer): void {
  socket.on('set-state', (operatorId, to, done) => answer(`set-state ${operatorId} ${to}`, done));
  socket.on('move', (callId, to, done) => answer(`move ${callId} ${JSON.stringify(to)}`, done));
  socket.on('supervise', (callId, how, done) => answer(`supervise ${callId} ${how}`, done));
}
