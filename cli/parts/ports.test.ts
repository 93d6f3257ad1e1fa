import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { demandFreePorts, portsWanted } from './ports.ts';

const nothingRuns = { controller: false, asterisk: false, database: false, town: false };
const all = { controller: true, asterisk: true, database: true, town: true };

test('programs that run already are asked for no port', () => {
  expect(portsWanted({ ...readSettings({}), demo: true }, all)).toEqual([]);
});

test('a database elsewhere needs no port here', () => {
  const env = { HOLOS_DATABASE_URL: 'mysql://holos:secret@127.0.0.1/holos' };
  const ports = portsWanted(readSettings(env), nothingRuns).map((wanted) => wanted.what);
  expect(ports).not.toContain('the database');
});

test('the town wants ports in the demo only', () => {
  const town = (demo: boolean) =>
    portsWanted({ ...readSettings({}), demo }, nothingRuns).filter((wanted) => wanted.what.includes('town'));
  expect(town(false)).toHaveLength(0);
  expect(town(true)).toHaveLength(3);
});

test('a port that another program holds is named, with what to do', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as net.AddressInfo;
  const wanted = [{ what: 'the desk', kind: 'tcp', address: '127.0.0.1', port }] as const;
  await expect(demandFreePorts(wanted)).rejects.toThrow(`Port ${port} (the desk, tcp at 127.0.0.1) is taken`);
  other.close();
  await once(other, 'close');
  await expect(demandFreePorts(wanted)).resolves.toBeUndefined();
});

test('an address that the machine does not have is said to be so', async () => {
  const wanted = [{ what: 'SIP', kind: 'udp', address: '198.51.100.7', port: 5060 }] as const;
  await expect(demandFreePorts(wanted)).rejects.toMatchObject({ code: 'cli.no-address' });
});
