import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { writeStatus } from '../status-file.ts';
import { untilReady } from './start.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holos-start-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const limitMs = 500;

function tell(more: { stage?: string; fault?: string }): void {
  const startedAt = new Date().toISOString();
  writeStatus(home, { ready: false, desk: '', sip: '', database: '', startedAt, ...more });
}

const start = (say: (text: string) => void) =>
  untilReady(readSettings({ HOLOS_HOME: home }), say, new AbortController().signal, limitMs);

test('a start that goes on may take its time, as with a voice that needs a second for each of 700 prompts', async () => {
  const began = performance.now();
  let spoken = 0;
  tell({ stage: 'speaking the prompts, 0 of 700' });
  const started = start(() => {
    spoken += 1;
    if (performance.now() - began < 2 * limitMs) tell({ stage: `speaking the prompts, ${spoken} of 700` });
    else tell({ fault: 'long enough for this test' });
  });
  await expect(started).rejects.toThrow('long enough for this test');
});

test('one that stands still is given up, and told at what', async () => {
  tell({ stage: 'Asterisk' });
  const began = performance.now();
  await expect(start(() => {})).rejects.toThrow('has not gone on for 0.5 s (Asterisk)');
  expect(performance.now() - began).toBeGreaterThan(limitMs);
});
