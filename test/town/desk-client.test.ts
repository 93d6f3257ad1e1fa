import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { DeskClient } from './desk-client.ts';
import { SimulatedOperator } from './simulated-operator.ts';
import type { Town } from './town.ts';

/** A desk's server that lets everybody log in; what it does with each link is told by `links`, one after the other. */
let server: Server;
let address: string;
let links: ('taken' | 'ended' | 'refused')[];

beforeEach(async () => {
  const http = createServer(
    (_request, response) => void response.setHeader('Set-Cookie', 'holos=1').end('{}'),
  );
  server = new Server(http);
  server.use((_socket, next) => {
    if (links[0] !== 'refused') return next();
    links.shift();
    next(new Error('the database is away'));
  });
  server.on('connection', (socket) => {
    socket.emit('snapshot', { sequence: 0, me: { id: 1 } });
    if (links.shift() === 'ended') socket.disconnect(true);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

test('a link that the server has ended or refused is begun again until it is taken', async () => {
  links = ['ended', 'refused', 'refused', 'taken'];
  let changed: () => void = () => undefined;
  const desk = await DeskClient.logIn(address, { login: 'irina', password: 'x' }, () => changed());
  try {
    await new Promise<void>((resolve) => {
      changed = () => desk.snapshots === 2 && resolve();
    });
    expect(links).toEqual([]);
  } finally {
    desk.close();
  }
});

test('a simulated operator who could not begin leaves no link behind, which would take the desk from the next one', async () => {
  links = ['taken'];
  const withoutAsterisk = {} as Town;
  const login = { login: 'irina', password: 'x', random: Math.random, log: createLog('silent') };
  const begun = SimulatedOperator.start({
    ...login,
    town: withoutAsterisk,
    desk: address,
    simulated: new Set(),
  });
  await expect(begun).rejects.toThrow();
  await expect.poll(() => server.engine.clientsCount).toBe(0);
});
