import { describe, expect, it } from 'vitest';
import { Ear } from './ear.ts';
import type { Repertoire, Saying } from './repertoire.ts';
import { Hearing } from './sound/hearing.ts';
import { babble, joined } from './sound/made-up.ts';
import { phraseOf } from './sound/phrase.ts';
import { Timeline } from './timeline.ts';

/** What is said, one prompt a seed, and how it comes over the line: packets of 20 ms that come when they are told to. */
const sounds: Record<string, Int16Array> = { hello: babble(1, 2), menu: babble(2, 2.5), bye: babble(3, 1.5) };

function sayingOf(prompt: string): Saying {
  const phrase = phraseOf([sounds[prompt] as Int16Array]);
  return { name: prompt, prompt, language: 'uk', parameters: {}, words: prompt, phrase };
}
const repertoire = {
  saying: async (prompt: string) => sayingOf(prompt),
  needed: async ({ phrase }: Saying) => phrase.beginAt + phrase.begin.length,
  all: async () => Object.keys(sounds).map(sayingOf),
  musicFrom: async () => undefined,
} as unknown as Repertoire;

/** @param lateMs how late the packet comes whose sound begins at `atMs` of the sender; undefined when it never comes */
async function listening(spoken: Int16Array, lateMs: (atMs: number) => number | undefined) {
  const timeline = new Timeline();
  const hearing = new Hearing(timeline.startedAtMs);
  const ear = new Ear(hearing, timeline, repertoire, 'uk');
  const packets = Array.from({ length: Math.ceil(spoken.length / 160) }, (_, n) => {
    const late = lateMs(n * 20);
    return late === undefined ? [] : [{ n, atMs: n * 20 + late }];
  }).flat();
  packets.sort((a, b) => a.atMs - b.atMs || a.n - b.n);
  const play = async () => {
    for (const { n, atMs } of packets) {
      const nowMs = timeline.startedAtMs + atMs;
      hearing.pass(nowMs);
      const sound = spoken.slice(n * 160, (n + 1) * 160);
      hearing.add({ ssrc: 1, sequence: n, timestamp: n * 160, sound }, nowMs);
      // The ear resolves what it waits for.
      await Promise.resolve();
    }
    hearing.close();
  };
  return { ear, play };
}
const spoken = joined(0.4, sounds.hello as Int16Array, 0.3, sounds.menu as Int16Array, 1);
const bunched = (fromMs: number, toMs: number) => (atMs: number) =>
  atMs >= fromMs && atMs < toMs ? toMs - atMs : 0;

describe('a prompt is heard whole, when it was said', () => {
  it.each([
    ['as it should', () => 0],
    ['with a bunch after 300 ms of nothing', bunched(900, 1200)],
    ['with packets later than silence is told', bunched(900, 1900)],
    ['with its end later than silence is told', bunched(1500, 2500)],
    ['with its beginning late', bunched(300, 800)],
    ['with all that comes before it late', bunched(0, 600)],
    ['with every fifth packet 90 ms late', (atMs: number) => (atMs % 100 === 0 ? 90 : 0)],
  ])('%s', async (_, lateMs) => {
    const { ear, play } = await listening(spoken, lateMs);
    const hello = ear.heardWhole({ prompt: 'hello' }, {});
    await Promise.all([hello, play()]);
    const menu = await ear.heardWhole({ prompt: 'menu' }, {});
    expect(Math.abs((await hello).atMs - 400)).toBeLessThanOrEqual(20);
    expect(Math.abs((await hello).untilMs - 2400)).toBeLessThanOrEqual(20);
    expect(Math.abs(menu.atMs - 2700)).toBeLessThanOrEqual(20);
    const story = await ear.story();
    expect(story).toContain('0.400 s  heard hello, 2.0 s: hello');
    expect(story).toContain('2.700 s  heard menu, 2.5 s: menu');
  });
});

describe('what is wrong is seen', () => {
  it('packets that never come', async () => {
    const { ear, play } = await listening(spoken, (atMs) => (atMs >= 1600 && atMs < 1800 ? undefined : 0));
    const hello = ear.heardWhole({ prompt: 'hello' }, {});
    await Promise.all([expect(hello).rejects.toMatchObject({ code: 'town.clipped' }), play()]);
  });

  it('a pause within a prompt', async () => {
    const hello = sounds.hello as Int16Array;
    const torn = joined(0.4, hello.subarray(0, 8000), 0.1, hello.subarray(8000), 1);
    const { ear, play } = await listening(torn, () => 0);
    const heard = ear.heardWhole({ prompt: 'hello' }, {});
    await Promise.all([expect(heard).rejects.toThrow(/100 ms apart/), play()]);
  });

  it('prompts in the wrong order', async () => {
    const { ear, play } = await listening(spoken, bunched(900, 1200));
    const menu = ear.hearsAny([{ prompt: 'menu' }], {});
    await Promise.all([menu, play()]);
    await expect(ear.hearsAny([{ prompt: 'hello' }], {})).rejects.toMatchObject({ code: 'town.not-heard' });
  });
});
