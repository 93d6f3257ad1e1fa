import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import type { Settings } from '../../config/settings.ts';
import { codeOf, HolosError } from '../../errors.ts';
import { placesIn } from './places.ts';
import { livingPid } from './processes.ts';

/** One port that must be free before the program that listens there is started. */
export interface WantedPort {
  readonly what: string;
  readonly kind: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
}

/** Which of our programs run already, and so hold their ports rightly. */
export interface Running {
  readonly controller: boolean;
  readonly asterisk: boolean;
  readonly database: boolean;
  readonly town: boolean;
}

/** What an earlier controller left running is taken up, with the ports it has. */
export function runningIn(home: string): Running {
  const places = placesIn(home);
  const runs = (file: string) => livingPid(file, home) !== undefined;
  return {
    controller: false,
    asterisk: runs(places.asteriskPid),
    database: runs(places.databasePid),
    town: runs(places.townPid),
  };
}

/** The ports that programs which are not running yet will want. */
export function portsWanted(settings: Settings, running: Running): WantedPort[] {
  const { ports, address } = settings;
  const local = '127.0.0.1';
  const town = '127.0.0.2';
  const wanted: WantedPort[] = [];
  if (!running.controller) wanted.push({ what: 'the desk', kind: 'tcp', address, port: ports.desk });
  if (!running.asterisk) {
    wanted.push({ what: 'SIP', kind: 'udp', address, port: ports.sip });
    wanted.push({ what: "Asterisk's HTTP", kind: 'tcp', address, port: ports.http });
    wanted.push({ what: "Asterisk's manager", kind: 'tcp', address, port: ports.ami });
  }
  if (!running.database && !settings.databaseUrl) {
    wanted.push({ what: 'the database', kind: 'tcp', address: local, port: ports.database });
  }
  if (settings.demo && !running.town) {
    wanted.push({ what: "the town's SIP", kind: 'udp', address: town, port: ports.townSip });
    wanted.push({ what: "the town's HTTP", kind: 'tcp', address: town, port: ports.townHttp });
    wanted.push({ what: "the town's manager", kind: 'tcp', address: town, port: ports.townAmi });
  }
  return wanted;
}

/** @throws HolosError `cli.port-taken` that names every port that another program holds */
export async function demandFreePorts(wanted: readonly WantedPort[]): Promise<void> {
  const states = await Promise.all(wanted.map(async (port) => ({ ...port, free: await isFree(port) })));
  const taken = states.filter((port) => !port.free);
  if (taken.length === 0) return;
  const names = taken.map((one) => `${one.port} (${one.what}, ${one.kind} at ${one.address})`).join(', ');
  const is = taken.length === 1 ? `Port ${names} is` : `Ports ${names} are`;
  throw new HolosError(
    'cli.port-taken',
    `${is} taken by another program: stop that, or set HOLOS_PORT_BASE to move every port of Holos (6000 makes 5060 into 6060).`,
    { ports: taken.map((one) => one.port) },
  );
}

/** @throws HolosError `cli.no-address` when this machine does not have the address at all */
async function isFree({ kind, address, port }: WantedPort): Promise<boolean> {
  try {
    await (kind === 'udp' ? tryUdp(address, port) : tryTcp(address, port));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return false;
    if (codeOf(error) !== 'EADDRNOTAVAIL') throw error;
    const message = `This machine has no address ${address}: set HOLOS_ADDRESS to one that it has.`;
    throw new HolosError('cli.no-address', message, { address }, error);
  }
}

async function tryTcp(address: string, port: number): Promise<void> {
  const server = net.createServer().listen({ port, host: address, exclusive: true });
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

async function tryUdp(address: string, port: number): Promise<void> {
  const socket = dgram.createSocket('udp4');
  socket.bind({ port, address, exclusive: true });
  await once(socket, 'listening');
  socket.close();
  await once(socket, 'close');
}

/** A port that nobody uses now; whoever wants it should take it soon. */
export async function freePort(address: string): Promise<number> {
  const server = net.createServer().listen({ port: 0, host: address });
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
