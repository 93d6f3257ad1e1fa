import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Language } from '../../config/company.ts';
import { openCallbacks } from '../../db/queries/callbacks.ts';
import type { TownCall } from '../town/call.ts';
import { startWorld, type World } from '../town/world.ts';

/** Calls while no controller is there: Asterisk alone answers. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ seed: 'none' });
});
afterAll(() => world.stop());

const languages: Language[] = ['uk', 'ru', 'en'];

/** Hears it in every language, and then the end. */
async function hearsToTheEnd(call: TownCall, prompt: string): Promise<void> {
  for (const language of languages) await call.heardWhole(prompt, {}, { language });
  expect(await call.ended()).toMatchObject({ by: 'holos' });
}

test('who can be called back is told so and stands on the list; who withholds the number is told to call again', async () => {
  const number = '+380671234567';
  await world.restart(async () => {
    await hearsToTheEnd(await world.town.resident(number).calls('750600'), 'fallback');
    await hearsToTheEnd(await world.town.resident(null).calls('750600'), 'fallback.withheld');
    for (const from of ['12', '0000000000']) {
      const senseless = await world.town.resident('+380671234568').calls('750600', { from });
      await senseless.hears('fallback.withheld');
      await senseless.hangsUp();
    }
  });
  await expect
    .poll(() => openCallbacks(world.db), { timeout: 10_000 })
    .toMatchObject([{ number, hotline: '750-600', why: 'no-controller' }]);
}, 120_000);
