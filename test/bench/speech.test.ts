import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { languages } from '../../config/company.ts';
import { createLog } from '../../log.ts';
import { speechFigures } from './results.ts';
import { measureSpeech, tenWords } from './speech.ts';

test('the sentences have ten words each, and none is like another', () => {
  const sentences = languages.flatMap((language) =>
    Array.from({ length: 100 }, (_, n) => tenWords(language, n)),
  );
  for (const one of sentences) expect(one.split(' ')).toHaveLength(10);
  expect(new Set(sentences).size).toBe(sentences.length);
});

test('a sentence is made, and found again in less time; nothing is left behind', async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'holos-bench-'));
  try {
    const times = await measureSpeech(home, createLog('silent', false), 3);
    expect(times).toHaveLength(3);
    for (const { madeMs, againMs, peerMs } of times) {
      expect(peerMs).toBeGreaterThan(0);
      expect(againMs).toBeLessThan(madeMs);
    }
    expect(await readdir(home)).toEqual([]);
  } finally {
    await rm(home, { recursive: true });
  }
});

test('a figure is the median beside the synthesiser’s own, and is missed when it is too slow', () => {
  const times = (madeMs: number, againMs: number) => ({ madeMs, againMs, peerMs: 40 });
  const good = speechFigures([times(60, 0.5), times(80, 1), times(900, 30)]);
  expect(good).toMatchObject([
    { ours: '80 ms (longest 900 ms)', peer: 'espeak-ng alone: 40 ms', ratio: '2.00×', ok: true },
    { ours: '1.0 ms (longest 30 ms)', ok: true },
  ]);
  expect(speechFigures([times(151, 5.1)]).map(({ ok }) => ok)).toEqual([false, false]);
});
