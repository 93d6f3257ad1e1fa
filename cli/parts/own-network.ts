import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { readSettings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { demandFreePorts, portsWanted } from './ports.ts';

/**
 * In a network of its own nothing can clash and nothing gets out: loopback alone, and one more address on it
 * because browsers take no 127.0.0.0/8 for a call's sound. With mounts of its own a test can have a disk that is full. No root
 * is needed; but who is root stays the machine's own, for only then may Asterisk go before all else.
 */
const intoOwnNetwork = (flags: string) => [
  'unshare',
  flags,
  'sh',
  '-c',
  'ip link set lo up && ip addr add 198.18.0.1/32 dev lo && exec "$@"',
  'own-network',
];
const ways = ['-nm', '-rnm'].map(intoOwnNetwork);

/** How to run a command apart from the rest of the machine: words that come before it, and variables for it. */
export interface Apart {
  readonly before: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where the machine permits no networks of our own, ports that nobody uses have to do. */
export async function apart(notice: (text: string) => void): Promise<Apart> {
  let fault: unknown;
  for (const before of ways) {
    const [unshare = '', ...args] = [...before, 'true'];
    try {
      await promisify(execFile)(unshare, args, { timeout: 10_000 });
      return { before, env: { HOLOS_PORT_BASE: '5000' } };
    } catch (error) {
      fault = error;
    }
  }
  notice(
    `This machine permits no network of our own (${codeOf(fault)}): free ports of the machine are used.`,
  );
  return { before: [], env: { HOLOS_PORT_BASE: String(await freePortBase()) } };
}

async function freePortBase(): Promise<number> {
  for (let tries = 0; ; tries++) {
    const base = randomInt(10_000, 50_000);
    const settings = { ...readSettings({ HOLOS_PORT_BASE: String(base) }), demo: true };
    const wanted = portsWanted(settings, {
      controller: false,
      asterisk: false,
      database: false,
      town: false,
    });
    try {
      await demandFreePorts(wanted);
      return base;
    } catch (error) {
      if (codeOf(error) !== 'cli.port-taken' || tries >= 20) throw error;
    }
  }
}
