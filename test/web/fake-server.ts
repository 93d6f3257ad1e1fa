import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Server } from 'socket.io';
import type { DeskEvent, DeskState, DeskToServer, ServerToDesk } from '../../agent-desk/contract/live.ts';
import type { Company, Operator, WaitingCaller } from '../../agent-desk/contract/shapes.ts';
import { serveCampaigns } from './fake-campaigns.ts';
import { FakeDay } from './fake-day.ts';
import { serveReadings } from './fake-readings.ts';
import { serveRecordings } from './fake-recordings.ts';
import { serveRequests } from './fake-requests.ts';
import { serveCompany, serveSession } from './fake-routes.ts';
import { serveDesk } from './fake-verbs.ts';

/** A stand-in for the server: hands out the built desk, keeps a made-up day in memory, and plays what a test tells it to. */
export interface FakeServer {
  address: string;
  /** What the desk asked for over the live link, oldest first. */
  heard: string[];
  /** Waits until the desk has asked for this. */
  hears: (name: string) => Promise<void>;
  send: (event: DeskEvent) => void;
  /** From now on these wait in a queue. */
  waiting: (queue: string, callers: WaitingCaller[]) => void;
  state: () => DeskState;
  /** The made-up day begins anew. */
  reset: () => void;
  /** A call comes to the desk, or leaves it. */
  call: (call: DeskState['call']) => void;
  /** Another window of the same operator takes the place of every desk that is open. */
  takesOver: () => void;
  /** Somebody else logs in with the same browser: what is asked, and linked, from now on is his. */
  logsIn: (operator: Operator) => void;
  /** From now on this is not done, as if the database were away; null: everything is. */
  refuse: (verb: keyof DeskToServer | null) => void;
  /** From now on the company file says so. */
  company: (change: Partial<Company>) => void;
  /** Cuts every live link and takes no new ones until told. */
  cut: (off: boolean) => void;
  /** Waits until a link was refused. */
  refuses: () => Promise<void>;
  close: () => Promise<void>;
}

export interface FakeOptions {
  /** The folder of the built desk. */
  page: string;
  port?: number;
  /** Nobody is logged in at first. */
  loggedOut?: boolean;
  socketUrl?: string;
}

export async function startFakeServer({
  page,
  port = 0,
  loggedOut = false,
  socketUrl,
}: FakeOptions): Promise<FakeServer> {
  const app = express();
  const http = createServer(app);
  const io = new Server<DeskToServer, ServerToDesk>(http, { pingInterval: 2_000, pingTimeout: 2_000 });
  const heard: string[] = [];
  const awaited = new Set<() => void>();
  let off = false;
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const phoneUrl = socketUrl ?? `${address.replace('http', 'ws')}/no-phone`;
  const day = new FakeDay(phoneUrl, (sequence, event) => io.emit('event', sequence, event));

  let refused: (() => void) | undefined;
  io.use((_socket, next) => {
    next(off ? new Error('cut') : undefined);
    if (off) refused?.();
  });
  io.on('connection', (socket) =>
    serveDesk(socket, day, (what) => {
      heard.push(what);
      for (const look of awaited) look();
    }),
  );

  app.use(express.json());
  serveSession(app, day, loggedOut);
  serveCompany(app, day);
  serveRequests(app);
  serveCampaigns(app, day);
  serveRecordings(app);
  const putReadingsBack = serveReadings(app);
  app.use(express.static(page));

  return {
    address,
    heard,
    hears: (name) =>
      new Promise((resolve) => {
        const look = () => {
          if (!heard.includes(name)) return;
          awaited.delete(look);
          resolve();
        };
        awaited.add(look);
        look();
      }),
    send: (event) => day.send(event),
    waiting: (queue, callers) => day.waiting(queue, callers),
    state: () => day.state,
    reset: () => {
      // What a desk that is gone had sent is heard no more.
      io.disconnectSockets(true);
      off = false;
      heard.length = 0;
      putReadingsBack();
      day.reset();
    },
    call: (next) => day.call(next),
    takesOver: () => {
      io.emit('logged-out', 'other-desk');
      io.disconnectSockets(true);
    },
    refuse: (verb) => {
      day.refused = verb;
    },
    company: (change) => {
      day.company = { ...day.company, ...change };
    },
    logsIn: (operator) => day.logsIn(operator),
    cut: (on) => {
      off = on;
      if (on) for (const socket of io.sockets.sockets.values()) socket.conn.close();
    },
    refuses: () =>
      new Promise((resolve) => {
        refused = resolve;
      }),
    close: async () => {
      const closed = io.close();
      // A browser opens some ahead, and asks for nothing on them: they would be waited for.
      http.closeAllConnections();
      await closed;
    },
  };
}
