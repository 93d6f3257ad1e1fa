import type { IncomingMessage } from 'node:http';
import type { Settings } from '../../../config/settings.ts';

/**
 * Whether who connects is a program of this machine: a proxy that gives TLS is believed when it says how the browser came to
 * it, and nobody else is. A program that connects to one of the machine's own addresses comes from that address.
 */
export function isOfThisMachine(peer: string | undefined, { address }: Pick<Settings, 'address'>): boolean {
  const plain = peer?.replace(/^::ffff:/, '') ?? '';
  return plain === '::1' || plain.startsWith('127.') || plain === address;
}

/** Whether the browser came over TLS, as far as the proxy in between is to be believed. */
export function cameOverTls(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  settings: Pick<Settings, 'address'>,
): boolean {
  const [first] = String(headers['x-forwarded-proto'] ?? '').split(',');
  return first?.trim() === 'https' && isOfThisMachine(socket.remoteAddress, settings);
}
