import type { Page, WebSocketRoute } from 'playwright-core';

/** A stand-in for the telephone exchange inside the browser's own WebSocket: takes registrations, and rings the phone. */
export interface FakeExchange {
  /** Every SIP message that the phone sent, oldest first. */
  heard: string[];
  /** Waits for a message that begins so, and returns it. */
  hears: (start: string) => Promise<string>;
  /** An INVITE to the registered phone. Returns the answer's SDP once the phone has taken the call. */
  invite: (sdp: string, headers: Record<string, string>) => Promise<string>;
  /** The next registrations are refused, so many of them. */
  refuse: (times: number) => void;
  /** Cuts the phone's socket. */
  drop: () => Promise<void>;
}

/** What the phone of a page reaches now: a socket is routed for as long as its page lives, through one test after the other. */
const reached = new WeakMap<Page, (socket: WebSocketRoute) => void>();

export async function fakeExchange(page: Page): Promise<FakeExchange> {
  const heard: string[] = [];
  const awaited = new Set<() => void>();
  let line: WebSocketRoute | null = null;
  let contact = '';
  let calls = 0;
  let refusals = 0;

  if (!reached.has(page)) await page.routeWebSocket(/\/no-phone$/, (socket) => reached.get(page)?.(socket));
  reached.set(page, (socket) => {
    line = socket;
    socket.onMessage((message) => {
      const text = String(message);
      if (text.trim() === '') return;
      heard.push(text);
      if (text.startsWith('REGISTER ')) {
        contact = /^Contact: <([^>]+)>/m.exec(text)?.[1] ?? '';
        socket.send(refusals > 0 ? answered(text, '403 Forbidden') : registered(text));
        refusals = Math.max(0, refusals - 1);
      }
      for (const look of awaited) look();
    });
  });

  const hears = (start: string, after = 0) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const found = heard.slice(after).find((one) => one.startsWith(start));
        if (!found) return;
        awaited.delete(look);
        resolve(found);
      };
      awaited.add(look);
      look();
    });

  return {
    heard,
    hears,
    refuse: (times) => {
      refusals = times;
    },
    drop: async () => {
      await line?.close();
    },
    invite: async (sdp, headers) => {
      await hears('REGISTER ');
      calls += 1;
      const after = heard.length;
      const request = invite(contact, calls, sdp, headers);
      line?.send(request);
      const ok = await hears('SIP/2.0 200', after);
      line?.send(acknowledgement(contact, calls, ok));
      return ok.slice(ok.indexOf('\r\n\r\n') + 4);
    },
  };
}

const header = (message: string, name: string) =>
  new RegExp(`^${name}:.*$`, 'mi').exec(message)?.[0].trimEnd() ?? '';

function registered(request: string): string {
  const contact = header(request, 'Contact').replace(/;expires=\d+/, '');
  return answered(request, '200 OK', `${contact};expires=120`);
}

function answered(request: string, status: string, ...headers: string[]): string {
  return [
    `SIP/2.0 ${status}`,
    header(request, 'Via'),
    header(request, 'From'),
    `${header(request, 'To')};tag=exchange`,
    header(request, 'Call-ID'),
    header(request, 'CSeq'),
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

const dialog = (call: number) => [
  `From: <sip:holos@127.0.0.1>;tag=from-${call}`,
  `Call-ID: fake-call-${call}`,
  'Max-Forwards: 70',
];

function invite(contact: string, call: number, sdp: string, headers: Record<string, string>): string {
  return [
    `INVITE ${contact} SIP/2.0`,
    `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-invite-${call}`,
    ...dialog(call),
    `To: <${contact}>`,
    'CSeq: 1 INVITE',
    'Contact: <sip:holos@127.0.0.1;transport=ws>',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/sdp',
    `Content-Length: ${Buffer.byteLength(sdp)}`,
    '',
    sdp,
  ].join('\r\n');
}

function acknowledgement(contact: string, call: number, ok: string): string {
  return [
    `ACK ${contact} SIP/2.0`,
    `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-ack-${call}`,
    ...dialog(call),
    header(ok, 'To'),
    'CSeq: 1 ACK',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
