import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { answered } from './answered.ts';
import { clock } from './clock.svelte.ts';
import {
  type Acknowledge,
  apply,
  type ConsultEnd,
  type Consulted,
  type DeskCall,
  type DeskEvent,
  type DeskGreeting,
  type DeskState,
  type DeskToServer,
  type MoveTo,
  type OperatorStateSet,
  type PauseReason,
  type ServerToDesk,
  type SuperviseHow,
  type TransferTo,
} from './contract.ts';
import { forget, keep, readKept } from './kept.ts';
import { preferences } from './preferences.svelte.ts';
import { session } from './session.svelte.ts';

type DeskSocket = Socket<ServerToDesk, DeskToServer>;

const soonMs = 2_000;
const againMs = 1_000;

/** Kept, for whoever finds the link down may load the page anew. */
const lostAt = 'lost-at';
function sinceLostMs(): number | undefined {
  const at = readKept('sessionStorage', lostAt, z.number());
  return at === null ? undefined : Date.now() - at;
}

/**
 * The live link and what it brought: a snapshot, then events. A gap in the events asks for a new snapshot.
 *
 *   closed ──open──▶ connecting ──snapshot──▶ live ──link lost──▶ lost ──snapshot──▶ live
 */
class Desk {
  #socket: DeskSocket | null = null;
  #link = $state<'closed' | 'connecting' | 'live' | 'lost'>('closed');
  #state = $state.raw<DeskState | null>(null);
  #refreshing = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #snapshots = $state(0);
  readonly #listeners = new Set<(event: DeskEvent) => void>();

  get link() {
    return this.#link;
  }
  get live(): boolean {
    return this.#link === 'live';
  }
  get state(): DeskState | null {
    return this.#state;
  }
  get call(): DeskCall | null {
    return this.#state?.call ?? null;
  }

  /** How often everything came whole: at first, and after whatever may have been missed. What is asked for is asked again then. */
  get snapshots(): number {
    return this.#snapshots;
  }

  /** Tells of every event, also of those that change nothing of the state, until the returned function is called. */
  onEvent(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(): () => void {
    // Of this opening only: a page that is loaded anew, or used again, is a new one.
    let openedAt: number | undefined;
    const auth = (greet: (greeting: DeskGreeting) => void) =>
      greet({ phone: preferences.phone, awayMs: sinceLostMs(), openedAt });
    const often = { reconnectionDelay: 500, reconnectionDelayMax: 3_000, timeout: 5_000 };
    const socket: DeskSocket = io({ auth, ...often });
    this.#socket = socket;
    this.#link = 'connecting';
    const lost = () => this.#lose();
    socket.on('opened', (at) => {
      openedAt = at;
    });
    socket.on('snapshot', (state) => this.#take(state));
    socket.on('event', (first, ...events) => {
      for (const [nth, event] of events.entries()) this.#apply(first + nth, event);
    });
    socket.on('logged-out', (reason) => session.ended(reason));
    socket.on('disconnect', (reason) => {
      lost();
      if (reason === 'io server disconnect') this.#openAgain(socket);
    });
    socket.on('connect_error', () => {
      lost();
      if (socket.active) return;
      void session.check();
      this.#openAgain(socket);
    });
    // Without a network the link is lost now; a server that needs none for it says at once that it is there.
    const network = (event: Event) => {
      if (event.type === 'offline') lost();
      this.#probe(socket);
    };
    const networkEvents = ['offline', 'online'] as const;
    for (const name of networkEvents) addEventListener(name, network);
    return () => {
      for (const name of networkEvents) removeEventListener(name, network);
      clearTimeout(this.#again);
      socket.disconnect();
      this.#socket = null;
      this.#link = 'closed';
      this.#state = null;
    };
  }

  ready(): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('ready', answer));
  }
  pause(reason: PauseReason): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('pause', reason, answer));
  }
  phone(state: 'registered' | 'unregistered' | 'no-microphone'): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('phone', state, answer));
  }
  cardShown(callId: string): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('card-shown', callId, answer));
  }
  reject(callId: string): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('reject', callId, answer));
  }
  hold(callId: string, on: boolean): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('hold', callId, on, answer));
  }
  dial(number: string, hotline: string | null): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('call', number, hotline, answer));
  }
  callColleague(id: number): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('call-colleague', id, answer));
  }
  end(callId: string): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('end', callId, answer));
  }
  leave(callId: string): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('leave', callId, answer));
  }
  transfer(callId: string, to: TransferTo): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('transfer', callId, to, answer));
  }
  consult(callId: string, who: Consulted): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('consult', callId, who, answer));
  }
  endConsult(callId: string, how: ConsultEnd): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('consult-end', callId, how, answer));
  }
  record(callId: string, on: boolean): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('record', callId, on, answer));
  }
  endSupervising(): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('supervise-end', answer));
  }
  takeOver(callId: string): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('take-over', callId, answer));
  }
  supervise(callId: string, how: SuperviseHow): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('supervise', callId, how, answer));
  }
  setState(operatorId: number, to: OperatorStateSet): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('set-state', operatorId, to, answer));
  }
  move(callId: string, to: MoveTo): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('move', callId, to, answer));
  }
  wrappedUp(): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('wrapped-up', answer));
  }
  prolongWrapUp(): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('prolong-wrap-up', answer));
  }

  dispose(callId: string, disposition: string): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('disposition', callId, disposition, answer));
  }
  note(callId: string, text: string): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('note', callId, text, answer));
  }

  message(to: number | null, text: string): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('message', to, text, answer));
  }
  messageRead(id: number): Promise<void> {
    return this.#ask((socket, answer) => socket.emit('message-read', id, answer));
  }

  #take(state: DeskState): void {
    if (state.me.id !== session.operator?.id) return void session.askAnew();
    forget('sessionStorage', lostAt);
    clock.correct(state.now);
    this.#state = state;
    this.#link = 'live';
    this.#refreshing = false;
    this.#snapshots += 1;
  }

  #apply(sequence: number, event: DeskEvent): void {
    const state = this.#state;
    if (!state || sequence <= state.sequence) return;
    if (sequence === state.sequence + 1) {
      this.#state = apply(state, sequence, event);
      for (const listener of [...this.#listeners]) listener(event);
    } else if (!this.#refreshing && this.#socket) this.#probe(this.#socket);
  }

  /** Asks for a snapshot. A server that does not answer soon is lost now, not when the library notices. */
  #probe(socket: DeskSocket): void {
    if (!socket.connected) return;
    this.#refreshing = true;
    socket.timeout(soonMs).emit('refresh', (error: Error | null) => {
      if (!error) return;
      this.#lose();
      socket.io.engine.close();
    });
  }

  /** A link that the server has closed or refused is not opened again by the library. */
  #openAgain(socket: DeskSocket): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      if (session.where === 'in') socket.connect();
    }, againMs);
  }

  #lose(): void {
    this.#refreshing = false;
    if (this.#link === 'live') keep('sessionStorage', lostAt, Date.now());
    if (this.#link !== 'closed') this.#link = 'lost';
  }

  #ask(send: (socket: DeskSocket, answer: Acknowledge) => void): Promise<void> {
    return answered(this.#socket, send);
  }
}

export const desk = new Desk();
