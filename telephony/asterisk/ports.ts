import dgram from 'node:dgram';
import net from 'node:net';
import { codeOf, HolosError } from '../../errors.ts';
import type { AsteriskPlace } from './place.ts';

/** @throws HolosError `asterisk.port-taken` that says which port and what to do. */
export async function checkPortsFree(place: AsteriskPlace): Promise<void> {
  await Promise.all([
    tryTcp(place.address, place.httpPort, 'ARI and browser phones'),
    tryTcp(place.address, place.amiPort, 'AMI'),
    tryUdp(place.address, place.sipPort, 'SIP'),
  ]);
}

function tryTcp(address: string, port: number, use: string): Promise<void> {
  const server = net.createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(taken(error, address, port, use)));
    server.listen({ port, host: address }, () => server.close(() => resolve()));
  });
}

function tryUdp(address: string, port: number, use: string): Promise<void> {
  const socket = dgram.createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => reject(taken(error, address, port, use)));
    socket.bind(port, address, () => socket.close(() => resolve()));
  });
}

function taken(error: unknown, address: string, port: number, use: string): HolosError {
  const details = { address, port, use };
  if (codeOf(error) === 'EADDRINUSE') {
    const text = `Port ${port} (${use}) on ${address} is taken by another program: stop that one, or move all ports with HOLOS_PORT_BASE.`;
    return new HolosError('asterisk.port-taken', text, details, error);
  }
  const text = `Asterisk cannot listen on ${address}:${port} (${use}): ${codeOf(error)}. Check HOLOS_ADDRESS and HOLOS_PORT_BASE.`;
  return new HolosError('asterisk.port-refused', text, details, error);
}
