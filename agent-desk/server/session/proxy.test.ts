import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { cameOverTls, isOfThisMachine } from './proxy.ts';

const settings = { address: '192.0.2.10' };

test.each([
  ['127.0.0.1', true],
  ['::ffff:127.0.0.1', true],
  ['::1', true],
  // What a proxy here comes from when it connects to the address where the desk listens.
  ['192.0.2.10', true],
  ['::ffff:192.0.2.10', true],
  ['192.0.2.11', false],
  ['203.0.113.127', false],
  [undefined, false],
])('%s is of this machine: %s', (peer, expected) => {
  expect(isOfThisMachine(peer, settings)).toBe(expected);
});

test('nobody is of this machine because it listens everywhere', () => {
  expect(isOfThisMachine('192.0.2.11', { address: '0.0.0.0' })).toBe(false);
});

test('only a proxy of this machine is believed when it says that the browser came over TLS', () => {
  const from = (remoteAddress: string, proto?: string) =>
    cameOverTls(
      { headers: { 'x-forwarded-proto': proto }, socket: { remoteAddress } } as unknown as IncomingMessage,
      settings,
    );
  expect(from('192.0.2.10', 'https')).toBe(true);
  expect(from('127.0.0.1', 'https, http')).toBe(true);
  expect(from('127.0.0.1', 'http')).toBe(false);
  expect(from('127.0.0.1')).toBe(false);
  expect(from('192.0.2.11', 'https')).toBe(false);
});
