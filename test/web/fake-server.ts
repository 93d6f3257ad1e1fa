import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Server } from 'socket.io';
import {
  type Acknowledge,
  apply,
  type ConsultEnd,
  type DeskEvent,
  type DeskGreeting,
  type DeskState,
  type DeskToServer,
  type ServerToDesk,
} from '../../agent-desk/contract/live.ts';
import { type RequestSummary, requestStatus } from '../../agent-desk/contract/shapes.ts';
import * as fake from './fake-data.ts';
import { figuresOf } from './fake-figures.ts';
import { serveReadings } from './fake-readings.ts';
import * as voice from './fake-voice.ts';

/** A stand-in for the server: hands out the built desk, keeps a made-up day in memory, and plays what a test tells it to. */
export interface FakeServer {
  address: string;
  /** What the desk asked for over the live link, oldest first. */
  heard: string[];
  /** Waits until the desk has asked for this. */
  hears: (name: string) => Promise<void>;
  send: (event: DeskEvent) => void;
  state: () => DeskState;
  /** The made-up day begins anew. */
  reset: () => void;
  /** A call comes to the desk, or leaves it. */
  call: (call: DeskState['call']) => void;
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

/** As long as the company's queue gives; a prolonged one lasts a minute longer. */
const wrapUpMs = 20_000;
const now = (aheadMs = 0) => new Date(Date.now() + aheadMs).toISOString();
/** Who led a call says what it came to. */
const owed = (call: DeskState['call']) =>
  call && call.askedBy === null ? { callId: call.callId, owesDisposition: true } : null;
const later = (time: string) => new Date(Date.parse(time) + 60_000).toISOString();

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
  let state = fake.deskState(phoneUrl);

  const send = (event: DeskEvent) => {
    state = apply(state, state.sequence + 1, event);
    io.emit('event', state.sequence, event);
  };
  const setMe = (change: Partial<DeskState['colleagues'][number]>) => {
    const me = state.colleagues.find((one) => one.id === state.me.id);
    if (me)
      send({
        type: 'colleague',
        colleague: {
          ...me,
          since: now(),
          pauseReason: null,
          wrapUpEndsAt: null,
          wrapUpCall: null,
          ...change,
        },
      });
  };
  const call = (next: DeskState['call']) => {
    const before = state.call;
    send({ type: 'my-call', call: next });
    const stages = {
      calling: 'ringing',
      dialling: 'talking',
      ringing: 'ringing',
      talking: 'talking',
      returning: 'talking',
    } as const;
    if (next?.colleague) setMe({ state: 'internal', callId: next.callId });
    else if (next) setMe({ state: stages[next.stage], callId: next.callId });
    else if (before?.colleague) setMe({ state: 'paused', callId: null });
    else setMe({ state: 'wrap-up', callId: null, wrapUpEndsAt: now(wrapUpMs), wrapUpCall: owed(before) });
  };

  const endConsult = (how: ConsultEnd) => {
    const { call: mine } = state;
    if (!mine?.consult) return;
    if (how === 'hand-over') call(null);
    else if (how === 'back') call({ ...mine, held: false, consult: null });
    else call({ ...mine, held: false, consult: { ...mine.consult, stage: 'three' } });
  };

  let refused: (() => void) | undefined;
  io.use((_socket, next) => {
    next(off ? new Error('cut') : undefined);
    if (off) refused?.();
  });
  io.on('connection', (socket) => {
    const { phone: kind } = socket.handshake.auth as DeskGreeting;
    if (kind === 'sip') state = { ...state, phone: { ...state.phone, kind, state: 'unregistered' } };
    const snapshot = () => socket.emit('snapshot', { ...state, now: new Date().toISOString() });
    const answer = (name: string, done: Acknowledge) => {
      heard.push(name);
      for (const look of awaited) look();
      done({ ok: true });
    };
    snapshot();
    socket.on('ready', (done) => {
      setMe({ state: 'ready' });
      answer('ready', done);
    });
    socket.on('pause', (reason, done) => {
      setMe({ state: 'paused', pauseReason: reason });
      answer(`pause ${reason}`, done);
    });
    socket.on('phone', (phone, done) => {
      const { state: mine } = state.me;
      if (phone === 'no-microphone' && mine === 'ready')
        setMe({ state: 'paused', pauseReason: 'no-microphone' });
      answer(`phone ${phone}`, done);
    });
    socket.on('card-shown', (callId, done) => answer(`card-shown ${callId}`, done));
    socket.on('reject', (callId, done) => {
      call(null);
      setMe({ state: 'paused' });
      answer(`reject ${callId}`, done);
    });
    socket.on('hold', (callId, on, done) => {
      if (state.call) send({ type: 'my-call', call: { ...state.call, held: on } });
      answer(`hold ${callId} ${on}`, done);
    });
    socket.on('transfer', (callId, to, done) => {
      call(null);
      answer(`transfer ${callId} ${JSON.stringify(to)}`, done);
    });
    socket.on('consult', (callId, who, done) => {
      const consult = { with: who, stage: 'ringing' as const, away: false };
      if (state.call) send({ type: 'my-call', call: { ...state.call, held: true, consult } });
      answer(`consult ${callId} ${JSON.stringify(who)}`, done);
    });
    socket.on('consult-end', (callId, how, done) => {
      endConsult(how);
      answer(`consult-end ${callId} ${how}`, done);
    });
    socket.on('record', (callId, on, done) => {
      if (state.call) send({ type: 'my-call', call: { ...state.call, recordingOff: !on } });
      answer(`record ${callId} ${on}`, done);
    });
    socket.on('set-state', (operatorId, to, done) => answer(`set-state ${operatorId} ${to}`, done));
    socket.on('move', (callId, to, done) => answer(`move ${callId} ${JSON.stringify(to)}`, done));
    socket.on('supervise', (callId, how, done) => answer(`supervise ${callId} ${how}`, done));
    socket.on('call-colleague', (id, done) => {
      call(fake.internalCall(id, 'dialling'));
      answer(`call-colleague ${id}`, done);
    });
    socket.on('end', (callId, done) => {
      call(null);
      answer(`end ${callId}`, done);
    });
    socket.on('wrapped-up', (done) => {
      setMe({ state: 'ready' });
      answer('wrapped-up', done);
    });
    socket.on('prolong-wrap-up', (done) => {
      const { since, wrapUpEndsAt } = state.me;
      if (wrapUpEndsAt)
        setMe({
          state: 'wrap-up',
          since,
          wrapUpEndsAt: later(wrapUpEndsAt),
          wrapUpCall: state.me.wrapUpCall,
        });
      answer('prolong-wrap-up', done);
    });
    socket.on('disposition', (callId, disposition, done) => {
      const { since, wrapUpEndsAt, wrapUpCall } = state.me;
      const summary = state.calls.find(({ id }) => id === callId);
      if (summary) send({ type: 'call', call: { ...summary, disposition } });
      if (wrapUpCall?.callId === callId)
        setMe({ state: 'wrap-up', since, wrapUpEndsAt, wrapUpCall: { callId, owesDisposition: false } });
      answer(`disposition ${callId} ${disposition}`, done);
    });
    socket.on('note', (callId, text, done) => {
      const summary = state.calls.find(({ id }) => id === callId);
      if (summary) send({ type: 'call', call: { ...summary, note: text } });
      answer(`note ${callId} ${text}`, done);
    });
    socket.on('message', (to, text, done) => {
      const id = (state.messages[0]?.id ?? 0) + 1;
      const from = { fromId: state.me.id, fromName: state.me.name };
      const readBy = { count: 0, of: to === null ? 4 : 1 };
      send({ type: 'message', message: { id, at: now(), ...from, toId: to, text, readAt: null, readBy } });
      answer(`message ${to} ${text}`, done);
    });
    socket.on('message-read', (messageId, done) => {
      const message = state.messages.find(({ id }) => id === messageId);
      if (message) send({ type: 'message', message: { ...message, readAt: now() } });
      answer(`message-read ${messageId}`, done);
    });
    socket.on('refresh', (done) => {
      snapshot();
      answer('refresh', done);
    });
  });

  addRoutes(app, () => state, send, loggedOut);
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
    send,
    state: () => state,
    reset: () => {
      heard.length = 0;
      putReadingsBack();
      state = fake.deskState(phoneUrl);
    },
    call,
    cut: (on) => {
      off = on;
      if (on) for (const socket of io.sockets.sockets.values()) socket.conn.close();
    },
    refuses: () =>
      new Promise((resolve) => {
        refused = resolve;
      }),
    close: async () => {
      await io.close();
    },
  };
}

function addRoutes(
  app: express.Express,
  state: () => DeskState,
  send: (event: DeskEvent) => void,
  loggedOut: boolean,
): void {
  let loggedIn = !loggedOut;
  const requests: RequestSummary[] = [...fake.requests];
  app.use(express.json());
  app.get('/api/session', (_request, response) => {
    if (loggedIn) response.json(fake.operator);
    else response.status(401).json({ code: 'session.none', message: 'Log in first.' });
  });
  app.post('/api/session', (request, response) => {
    loggedIn = request.body.password === 'right';
    if (loggedIn) response.json(fake.operator);
    else response.status(401).json({ code: 'session.wrong', message: 'Wrong login or password.' });
  });
  app.delete('/api/session', (_request, response) => {
    loggedIn = false;
    response.json(null);
  });
  app.get('/api/company', (_request, response) => void response.json(fake.company));
  app.get('/api/residents', (request, response) => {
    const wanted = String(request.query.search).toLocaleLowerCase();
    const text = (one: (typeof fake.residents)[number]) =>
      [one.name, ...one.phones, one.building.street, one.account.number].join(' ').toLocaleLowerCase();
    response.json(fake.residents.filter((one) => text(one).includes(wanted)));
  });
  app.get('/api/residents/:id/card', (request, response) => {
    const found = fake.residents.find((one) => String(one.id) === request.params.id);
    if (found) response.json(fake.cardOf(found));
    else response.status(404).json({ code: 'resident.unknown', message: 'No such resident.' });
  });
  app.get('/api/requests', (request, response) => {
    const wanted = String(request.query.search ?? '').toLocaleLowerCase();
    const items = requests.filter(
      (one) =>
        (!request.query.status || one.status === request.query.status) &&
        `${one.number} ${one.text} ${one.place}`.toLocaleLowerCase().includes(wanted),
    );
    response.json({ items, next: null });
  });
  app.get('/api/requests/:id', (request, response) => {
    const found = requests.find((one) => String(one.id) === request.params.id);
    if (found) response.json(fake.requestDetails(found));
    else response.status(404).json({ code: 'request.unknown', message: 'No such request.' });
  });
  app.post('/api/requests', (request, response) => {
    const first = requests[0];
    const category = fake.company.categories.find((one) => one.id === request.body.category);
    if (!first || !category)
      return void response.status(400).json({ code: 'category.unknown', message: 'Unknown.' });
    const id = requests.length + 1;
    const made: RequestSummary = {
      ...first,
      ...request.body,
      id,
      number: `З-2026-00${1200 + id}`,
      executor: category.executor,
      status: 'new',
      createdAt: new Date().toISOString(),
      dueAt: new Date(Date.now() + category.dueHours * 3_600_000).toISOString(),
    };
    requests.unshift(made);
    response.json(fake.requestDetails(made));
  });
  app.post('/api/requests/:id/calls', (request, response) => {
    const found = requests.find((one) => String(one.id) === request.params.id);
    if (found) response.json(fake.requestDetails(found));
    else response.status(404).json({ code: 'request.unknown', message: 'No such request.' });
  });
  app.patch('/api/requests/:id', (request, response) => {
    const index = requests.findIndex((one) => String(one.id) === request.params.id);
    const found = requests[index];
    if (!found)
      return void response.status(404).json({ code: 'request.unknown', message: 'No such request.' });
    const changed = { ...found, status: requestStatus.parse(request.body.status) };
    requests[index] = changed;
    response.json(fake.requestDetails(changed));
  });
  app.get('/api/figures', ({ query }, response) => {
    response.json(figuresOf(String(query.from), String(query.to)));
  });
  app.get('/api/calls', (_request, response) => void response.json({ items: state().calls, next: null }));
  app.get('/api/calls/:id', (request, response) => {
    const found = state().calls.find((one) => one.id === request.params.id);
    if (found) response.json(fake.callDetails(found));
    else response.status(404).json({ code: 'call.unknown', message: 'No such call.' });
  });
  app.get('/api/residents/:id/home', (request, response) => {
    response.json(
      request.params.id === '1' ? voice.home : { email: null, hasPin: false, meters: [], incidents: [] },
    );
  });
  app.post('/api/accounts/:id/pin', (_request, response) => void response.json({ pin: '480159' }));
  app.get('/api/sms', (request, response) => {
    response.json(request.query.number === '+380501112233' ? voice.sms : []);
  });
  app.get('/api/feedback', (_request, response) => {
    response.json({ items: voice.feedback, next: null });
  });
  app.get(/^\/api\/(requests|callbacks)\/\d+\/message$/, (_request, response) => {
    response.type('audio/wav').send(tone(20));
  });
  app.get('/api/feedback/:id/comment', (_request, response) => {
    response.status(404).json({ code: 'message.lost', message: 'The message is not kept any more.' });
  });
  app.get('/api/recordings/:id/audio', (request, response) => {
    const wav = tone(30);
    const ranges = request.range(wav.length);
    const range = Array.isArray(ranges) ? ranges[0] : undefined;
    response.type('audio/wav').set('accept-ranges', 'bytes');
    if (!range) return void response.send(wav);
    response.status(206).set('content-range', `bytes ${range.start}-${range.end}/${wav.length}`);
    response.send(wav.subarray(range.start, range.end + 1));
  });
  app.get('/api/recordings/:id/waveform', (_request, response) => void response.json(fake.waveform));
  app.get('/api/campaigns/:id', (request, response) => {
    const found = state().campaigns.find((one) => String(one.id) === request.params.id);
    if (found) response.json({ ...found, attempts: found.id === 1 ? fake.attempts : [] });
    else response.status(404).json({ code: 'campaign.unknown', message: 'No such campaign.' });
  });
  app.get('/api/incidents', (_request, response) => void response.json(fake.incidents));
  app.get('/api/announcements', (_request, response) => void response.json(fake.announcements));
  app.get('/api/buildings', (_request, response) => void response.json(fake.buildings));
  app.post('/api/campaigns', (request, response) => {
    const numbers: string[] = request.body.numbers;
    if (!numbers.some((number) => /\d/.test(number))) {
      const refused = numbers.map((number) => ({ number, why: 'not-a-number' }));
      return void response.status(400).json({ code: 'campaign.nobody', message: 'Nobody.', refused });
    }
    const campaign = {
      id: state().campaigns.length + 1,
      name: String(request.body.name),
      question: 'survey.question',
      state: 'draft' as const,
      createdAt: new Date().toISOString(),
      numbers: numbers.length,
      done: 0,
    };
    send({ type: 'campaign', campaign });
    response.json({ ...campaign, refused: [] });
  });
  app.post('/api/campaigns/:id/:turn', (request, response) => {
    const found = state().campaigns.find((one) => String(one.id) === request.params.id);
    if (!found)
      return void response.status(404).json({ code: 'campaign.unknown', message: 'No such campaign.' });
    const campaign = {
      ...found,
      state: request.params.turn === 'start' ? ('running' as const) : ('paused' as const),
    };
    send({ type: 'campaign', campaign });
    response.json(campaign);
  });
  app.post('/api/callbacks/:id/done', (request, response) => {
    const found = state().callbacks.find((one) => String(one.id) === request.params.id);
    if (!found)
      return void response.status(404).json({ code: 'callback.unknown', message: 'No such callback.' });
    const callback = { ...found, doneAt: new Date().toISOString() };
    send({ type: 'callback', callback });
    response.json(callback);
  });
}

/** Seconds of a quiet stereo hum as a WAV file. */
function tone(seconds: number): Buffer {
  const rate = 8_000;
  const samples = seconds * rate;
  const wav = Buffer.alloc(44 + samples * 4);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 4, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 4, 40);
  for (let index = 0; index < samples; index += 1) {
    const value = Math.round(2_000 * Math.sin((index / rate) * 2 * Math.PI * 220));
    wav.writeInt16LE(value, 44 + index * 4);
    wav.writeInt16LE(-value, 46 + index * 4);
  }
  return wav;
}
