import { describe, expect, it } from 'vitest';
import { Hearing } from './hearing.ts';
import { babble } from './made-up.ts';

const frame = (value: number) => new Int16Array(160).fill(value);
/** The n-th packet of a stream, with a sound that tells which it is. */
const packet = (n: number, { ssrc = 1, firstTimestamp = 4_000_000_000, value = n + 1 } = {}) => ({
  ssrc,
  sequence: (65_534 + n) & 0xffff,
  timestamp: (firstTimestamp + n * 160) >>> 0,
  sound: frame(value),
});
/** What was heard, one number a packet. */
const heard = (hearing: Hearing) => Array.from(hearing.samples.filter((_, i) => i % 160 === 80));

/** Hears packets that came at these times, by their number in the stream. */
function hearingOf(came: readonly (readonly [n: number, atMs: number])[]): Hearing {
  const hearing = new Hearing(0);
  for (const [n, atMs] of came) hearing.add(packet(n), atMs);
  return hearing;
}

describe('sound stands where its sender meant it', () => {
  it('from when its first packet came', () => {
    const hearing = new Hearing(1000);
    hearing.add(packet(0), 1100);
    hearing.add(packet(1), 1120);
    expect(hearing.samples.length).toBe(800 + 320);
    expect([hearing.samples[799], hearing.samples[800], hearing.samples[960]]).toEqual([0, 1, 2]);
    expect(hearing.timeOf(800)).toBe(1100);
  });

  it.each([
    ['late', [0, 1, 2, 3, 4], [0, 20, 170, 170, 170]],
    ['in a bunch after 300 ms of nothing', [0, 1, 2, 3, 4], [0, 300, 300, 300, 300]],
    ['later than silence is told', [0, 1, 2, 3, 4], [0, 20, 900, 900, 901]],
    ['reordered', [0, 2, 1, 4, 3], [0, 40, 41, 80, 81]],
    ['twice', [0, 1, 1, 2, 2, 3, 4, 0], [0, 20, 21, 40, 45, 60, 80, 90]],
  ])('when packets come %s', (_, order, times) => {
    const hearing = new Hearing(0);
    for (const [i, n] of order.entries()) {
      hearing.pass(times[i]);
      hearing.add(packet(n), times[i]);
    }
    expect(heard(hearing).slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
  });

  it('and what never comes leaves silence just as long', () => {
    const hearing = hearingOf([
      [0, 0],
      [1, 20],
      [4, 80],
      [5, 100],
    ]);
    expect(heard(hearing)).toEqual([1, 2, 0, 0, 5, 6]);
  });

  it('and a pause of the sender is one', () => {
    const hearing = hearingOf([
      [0, 0],
      [25, 503],
    ]);
    expect(heard(hearing)).toEqual([1, ...Array(24).fill(0), 26]);
  });

  it('when the timestamps pass 2³²', () => {
    const hearing = new Hearing(0);
    for (let n = 0; n < 4; n++) hearing.add(packet(n, { firstTimestamp: 2 ** 32 - 320 }), n * 20);
    expect(heard(hearing)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['ahead', { firstTimestamp: 1_000_000 }],
    ['back', { firstTimestamp: 3_999_000_000 }],
    ['with another source', { ssrc: 2, firstTimestamp: 77 }],
  ])('after what came before it, when the stream is begun anew %s', (_, anew) => {
    const hearing = hearingOf([
      [0, 0],
      [1, 20],
    ]);
    hearing.add(packet(0, { ...anew, value: 8 }), 45);
    hearing.add(packet(1, { ...anew, value: 9 }), 60);
    expect(heard(hearing)).toEqual([1, 2, 8, 9]);
    hearing.add(packet(0, { ssrc: 3, value: 7 }), 200);
    expect(hearing.samples.indexOf(7)).toBe(1600);
  });

  it('though Asterisk stamps the short last packet of a file too early, and the next one right again', () => {
    const hearing = hearingOf([[0, 0]]);
    const short = { ssrc: 1, sequence: 65_535, timestamp: 4_000_000_138, sound: new Int16Array(138).fill(2) };
    hearing.add(short, 20);
    hearing.add(packet(2), 40);
    hearing.add(packet(3), 60);
    expect([159, 160, 297, 298, 458].map((i) => hearing.samples[i])).toEqual([1, 2, 2, 3, 4]);
    expect(hearing.samples.length).toBe(160 + 138 + 320);
  });

  // As seen when an operator begins to speak after a prompt: Asterisk's own streams and a telephone's all begin near 0.
  it.each([-3000, -5, 20, 75, 1000])(
    'when Asterisk passes on another stream in this one, %i packets away',
    (away) => {
      const hearing = hearingOf([
        [0, 0],
        [1, 20],
      ]);
      const another = (n: number) => ({
        ...packet(n + away, { value: n + 6 }),
        sequence: packet(n).sequence,
      });
      hearing.add(another(2), 45);
      hearing.add(another(3), 60);
      expect(heard(hearing)).toEqual([1, 2, 8, 9]);
    },
  );

  it('and a stream that rests without counting goes on when it comes', () => {
    const hearing = hearingOf([
      [0, 0],
      [1, 10_000],
    ]);
    expect(hearing.samples.indexOf(2)).toBe(80_000);
  });

  it('to the sample, in real speech with every tenth packet late', () => {
    const speech = babble(3, 4);
    const hearing = new Hearing(0);
    const late = Array.from({ length: 200 }, (_, n) => ({ n, atMs: n * 20 + (n % 10 === 3 ? 330 : 0) }));
    for (const { n, atMs } of late.sort((a, b) => a.atMs - b.atMs))
      hearing.add({ ...packet(n), sound: speech.subarray(n * 160, (n + 1) * 160) }, atMs);
    expect(hearing.samples.slice()).toEqual(speech);
  });
});

describe('the time at which it was heard', () => {
  const steady = (count: number, lateMs: (n: number) => number): Hearing =>
    hearingOf(Array.from({ length: count }, (_, n) => [n, n * 20 + lateMs(n)] as const));

  it('is the sender’s while packets are late on their way', () => {
    const hearing = steady(200, (n) => (n >= 50 && n < 65 ? (65 - n) * 20 : 0));
    for (const sample of [0, 8_000, 9_000, 20_000, 32_000]) expect(hearing.timeOf(sample)).toBe(sample / 8);
  });

  it('is told rightly though the very first packets were late', () => {
    const hearing = steady(100, (n) => Math.max(0, 300 - n * 20));
    const begin = hearing.samples.indexOf(1);
    expect(hearing.timeOf(begin)).toBe(0);
    expect(hearing.timeOf(begin + 8_000)).toBe(1000);
  });

  it('is later from where the sender fell behind the clock on', () => {
    const hearing = steady(300, (n) => (n >= 150 ? 60 : 0));
    expect(heard(hearing)).toHaveLength(300);
    expect(Math.abs(hearing.timeOf(14_000) - 1750)).toBeLessThanOrEqual(20);
    expect(Math.abs(hearing.timeOf(24_000) - 3060)).toBeLessThanOrEqual(20);
    expect(Math.abs(hearing.timeOf(40_000) - 5060)).toBeLessThanOrEqual(20);
  });

  it('of silence is that of the sound before it', () => {
    const hearing = steady(100, () => 0);
    hearing.pass(5000);
    expect(hearing.timeOf(hearing.samples.length)).toBe(4600);
  });
});

describe('what grows', () => {
  it('is silence when nothing comes for a while, and that is told', () => {
    const hearing = new Hearing(0);
    const lengths: number[] = [];
    const stop = hearing.onGrowth(() => lengths.push(hearing.samples.length));
    hearing.pass(100);
    hearing.pass(1000);
    stop();
    hearing.pass(2000);
    expect(lengths).toHaveLength(1);
    expect(hearing.samples.length).toBe(1600 * 8);
  });

  it('is told from where it is new, be it in what was silence', () => {
    const hearing = hearingOf([[0, 0]]);
    const changes: number[] = [];
    hearing.onGrowth((from) => changes.push(from));
    hearing.pass(1000);
    hearing.add(packet(1), 1001);
    hearing.add(packet(50), 1002);
    expect(changes).toEqual([160, 160, 8000]);
    expect(hearing.samples.length).toBe(8160);
  });

  it('is whole though its sender falls behind the clock', () => {
    const hearing = new Hearing(0);
    for (let n = 0; n < 200; n++) {
      hearing.pass(n * 23);
      hearing.add(packet(n, { value: 5 }), n * 23);
    }
    expect(hearing.samples.length).toBe(200 * 160);
  });

  it('holds a long call', () => {
    const hearing = new Hearing(0);
    hearing.add(packet(0, { value: 7 }), 600_000);
    expect(hearing.timeOf(hearing.samples.length)).toBe(600_020);
    expect(hearing.samples.at(-1)).toBe(7);
  });

  it('is nothing after it is closed', () => {
    const hearing = new Hearing(0);
    hearing.close();
    hearing.add(packet(0), 10);
    expect(hearing.samples.length).toBe(0);
    expect(hearing.closed).toBe(true);
  });

  it('is nothing of what came before it began', () => {
    const hearing = hearingOf([[0, 0]]);
    hearing.begin(100);
    hearing.pass(1500);
    expect(hearing.samples.every((sample) => sample === 0)).toBe(true);
    hearing.add(packet(0), 1600);
    expect(hearing.samples.indexOf(1)).toBe(12_000);
  });
});
