import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startSweeping } from './sweep.ts';

test('it sweeps when it is time, and its end waits for what is under way', async () => {
  let finish = () => {};
  let ended = false;
  const begun = new Promise<() => Promise<void>>((resolve) => {
    const end = startSweeping({
      timezone: 'Europe/Kyiv',
      when: '* * * * * *',
      sweep: async () => {
        resolve(end);
        await new Promise<void>((done) => {
          finish = done;
        });
        ended = true;
      },
    });
  });
  const end = await begun;
  const over = end().then(() => ended);
  expect(await Promise.race([over, pause(200, 'it waits')])).toBe('it waits');
  finish();
  expect(await over).toBe(true);
});
