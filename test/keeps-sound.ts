import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach } from 'vitest';
import { latestCalls } from './town/latest-calls.ts';
import { writeWav } from './town/sound/wav.ts';

/**
 * A test of sound that fails now and then cannot be judged by its error alone: what the latest calls heard is kept as WAV files,
 * each with what happened in the call, in a folder of HOLOS_KEPT_SOUND that is called as the test is. Nothing is recognised in them
 * here: that takes the processor for seconds, which the tests that go on beside this one need.
 */
afterEach(async ({ task }) => {
  const place = process.env.HOLOS_KEPT_SOUND;
  if (!place || task.result?.state !== 'fail') return;
  const kept = path.join(place, `${task.name.replaceAll(/[^\p{L}\d]+/gu, '-').slice(0, 80)}-${Date.now()}`);
  await mkdir(kept, { recursive: true });
  for (const [index, call] of latestCalls().entries()) {
    const file = path.join(kept, `${index + 1}`);
    await writeWav(`${file}.wav`, call.heard());
    await writeFile(`${file}.json`, JSON.stringify(call.timeline(), null, 2));
  }
});
