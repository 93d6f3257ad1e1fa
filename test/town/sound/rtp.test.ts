import { expect, onTestFinished, test } from 'vitest';
import { Hearing } from './hearing.ts';
import { babble } from './made-up.ts';
import type { Packet } from './packet-times.ts';
import { RtpPort } from './rtp.ts';

/** Notes when each packet came. */
class Noting extends Hearing {
  readonly packets: (Packet & { atMs: number })[] = [];

  override add(packet: Packet, atMs: number): void {
    this.packets.push({ ...packet, atMs });
    super.add(packet, atMs);
  }
}

async function open(hearing = new Noting()) {
  const port = await RtpPort.open('127.0.0.1', 'alaw', hearing);
  onTestFinished(() => port.close());
  return { port, hearing };
}

test('what is said comes every 20 ms, also while the process is busy with something else', async () => {
  const [mouth, ear] = await Promise.all([open(), open()]);
  mouth.port.sendTo('127.0.0.1', ear.port.port);
  const spoken = babble(1, 1);
  const said = mouth.port.say(spoken);
  const busyUntil = performance.now() + 700;
  while (performance.now() < busyUntil);
  await said;
  await expect.poll(() => ear.hearing.packets.length).toBeGreaterThanOrEqual(50);
  const { packets } = ear.hearing;
  const gaps = packets.slice(1).map(({ atMs }, i) => atMs - (packets[i]?.atMs ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(400);
  expect(packets.map(({ sequence }) => sequence)).toEqual(packets.map((_, i) => i));
  const loud = packets.filter(({ sound }) => sound.some((sample) => Math.abs(sample) > 100));
  expect(loud.length).toBeGreaterThanOrEqual(48);
});

test('who says something else, or hangs up, has said what came before', async () => {
  const { port, hearing } = await open();
  port.sendTo('127.0.0.1', port.port);
  const first = port.say(babble(1, 30));
  const second = port.say(babble(2, 30));
  await first;
  port.close();
  await second;
  await expect.poll(() => hearing.closed).toBe(true);
  await port.say(babble(3, 30));
});

test('an address that is not there is an error', async () => {
  await expect(RtpPort.open('192.0.2.1', 'alaw', new Hearing())).rejects.toThrow('EADDRNOTAVAIL');
});
