import { HolosError } from '../../errors.ts';
import type { Call, Utterance } from '../../telephony/call/call.ts';
import { hotlineOf, type IvrFlow, type IvrServices, personQueue } from '../services.ts';
import { chooseLanguage } from './choose-language.ts';
import { emergencyNumber } from './emergency-number.ts';
import { operator } from './operator.ts';

/** The flows a menu of the company file may name. */
const flows: Record<string, () => IvrFlow> = {
  'emergency-number': () => emergencyNumber,
  language: () => chooseLanguage,
};

/** The names above, for the check of company files. */
export const flowNames: readonly string[] = Object.keys(flows);

/** The menu of the hotline. One who has not found a key after three tries is led to a person. */
export async function mainMenu(call: Call, services: IvrServices): Promise<IvrFlow> {
  const hotline = hotlineOf(call, services);
  const prompts = hotline.menu.map((item): Utterance => [item.prompt, { key: item.key }]);
  const key = await call.choose({
    name: 'main',
    prompts,
    keys: hotline.menu.map((item) => item.key).join(''),
  });
  const item = hotline.menu.find((one) => one.key === key);
  if (!item) {
    await call.say('silence.last');
    return operator(personQueue(hotline));
  }
  if (item.queue) return operator(item.queue);
  const flow = flows[item.flow ?? ''];
  if (!flow)
    throw new HolosError('ivr.no-flow', 'the menu names a flow that does not exist', { flow: item.flow });
  return flow();
}
