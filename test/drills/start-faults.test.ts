import { execFile } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { type Outcome, OwnHome } from './own-home.ts';

/** Whatever keeps Holos from starting is told in one sentence; the code is not 0, and nothing is left. */
const run = promisify(execFile);
const { ports } = readSettings();
let own: OwnHome;
beforeEach(() => {
  own = new OwnHome();
});
afterEach(() => own.remove());

/** The last line is the sentence: before it stand the steps that went well. */
function told({ code, stderr }: Outcome): string {
  expect(code).toBe(1);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(own.pids()).toEqual([]);
  return stderr.trim().split('\n').at(-1) ?? '';
}

test('a taken port of SIP, which is UDP', async () => {
  const other = dgram.createSocket('udp4').bind(ports.sip, '127.0.0.1');
  await once(other, 'listening');
  const sentence = told(await own.holos('up'));
  expect(sentence).toMatch(
    new RegExp(`^Port ${ports.sip} \\(SIP, udp at 127.0.0.1\\) is taken .*HOLOS_PORT_BASE`),
  );
  other.close();
});

test.each([
  ['the desk', ports.desk],
  ['the desk from its sources', ports.desk + 100],
])('a taken port of %s, where the sources run in the foreground', async (what, port) => {
  const other = net.createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  expect(told(await own.holos('dev'))).toContain(`Port ${port} (${what}, tcp at 127.0.0.1) is taken`);
  other.close();
});

test('a disk with too little room', async (context) => {
  mkdirSync(own.home);
  const fault = await run('mount', ['-t', 'tmpfs', '-o', 'size=50m', 'holos-test', own.home]).catch(
    (error) => error,
  );
  context.skip(fault instanceof Error, `this machine permits no disk of our own (${codeOf(fault)})`);
  const sentence = told(await own.holos('up'));
  expect(sentence).toMatch(
    /^The disk under \S+ has 50 MB free, and Holos needs 600 MB to start: .*HOLOS_HOME/,
  );
  expect(readdirSync(own.home)).not.toContain('database');
  await run('umount', ['--lazy', own.home]);
});

test('a folder that may not be written', async () => {
  mkdirSync(own.home, { mode: 0o555 });
  // Root may write everywhere, but for this right.
  const root = ['setpriv', '--bounding-set', '-dac_override', '--inh-caps', '-dac_override'];
  const { done } = own.start(['up'], {}, process.getuid?.() === 0 ? root : []);
  const sentence = told(await done);
  expect(sentence).toMatch(/^The folder \S+ cannot be made \(EACCES\): set HOLOS_HOME to .* may write\.$/);
});

test('no network to fetch Asterisk from', async () => {
  const cache = path.join(own.folder, 'empty-cache');
  const { done } = own.start(['up'], { HOLOS_CACHE: cache });
  const sentence = told(await done);
  expect(sentence).toMatch(/^Asterisk could not be fetched from \S+ Check the network and start again/);
});

test('a company file that is not there', async () => {
  const company = path.join(own.folder, 'none.yaml');
  const { done } = own.start(['up'], { HOLOS_COMPANY: company });
  expect(told(await done)).toContain(company);
});
