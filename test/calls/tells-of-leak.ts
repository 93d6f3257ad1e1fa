import type { TownCall } from '../town/call.ts';
import type { World } from '../town/world.ts';

/** From the question what has happened on: water, a leak. */
export async function choosesLeak(call: TownCall): Promise<void> {
  await call.hears('request.what');
  await call.presses('1');
  await call.hears('request.which');
  await call.presses('3');
}

/** The same for one whom nobody knows, and who is to say the address, too: up to the signal. */
export async function choosesLeakAndTelling(call: TownCall): Promise<void> {
  await choosesLeak(call);
  await call.hears('request.where.account');
  await call.presses('3');
  await call.heardWhole('request.record.address');
}

/** The same, and what leaks, which is not sent yet. @param sentence one of the town's */
export async function tellsOfLeak(
  { town }: Pick<World, 'town'>,
  call: TownCall,
  sentence = 'leak',
): Promise<void> {
  await choosesLeakAndTelling(call);
  await call.says(await town.sentence(sentence, 'uk'));
}
