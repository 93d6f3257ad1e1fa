import { HolosError } from '../../errors.ts';
import type { Call, Utterance } from '../../telephony/call/call.ts';
import { hotlineOf, type IvrFlow, type IvrServices } from '../services.ts';
import { chooseLanguage } from './choose-language.ts';
import { emergencyNumber } from './emergency-number.ts';
import { noChoice } from './no-choice.ts';
import { operator } from './operator.ts';
import { readings } from './readings.ts';

/** The flows a menu of the company file may name. */
const flows: Record<string, () => IvrFlow> = {
  readings: () => readings,
  'emergency-number': () => emergencyNumber,
  language: () => chooseLanguage,
};

/** The names above, for the check of company files. */
export const flowNames: readonly string[] = Object.keys(flows);

/** The flow of this function's name, for a call that is taken up in the middle of it. */
export function flowCalled(name: string): IvrFlow | undefined {
  return Object.values(flows)
    .map((flow) => flow())
    .find((flow) => flow.name === name);
}

/** The menu of the hotline. What was answered in a flow before is over. One who has found no key is led to a person. */
export async function mainMenu(call: Call, services: IvrServices): Promise<IvrFlow> {
  call.answers.forget();
  const { menu } = hotlineOf(call, services);
  const spoken = menu.filter((item) => item.spoken);
  const key = await call.choose({
    name: 'main',
    prompts: spoken.map((item): Utterance => [item.prompt, { key: item.key }]),
    again: spoken.map((item): Utterance => [shortOf(item.prompt), { key: item.key }]),
    keys: menu.map((item) => item.key).join(''),
  });
  const item = menu.find((one) => one.key === key);
  if (!item) return noChoice;
  if (item.queue) return operator(item.queue);
  const flow = flows[item.flow ?? ''];
  if (!flow)
    throw new HolosError('ivr.no-flow', 'the menu names a flow that does not exist', { flow: item.flow });
  return flow();
}

/** The second time a choice is said in fewer words: "Meter readings: two." */
export function shortOf(prompt: string): string {
  return `${prompt}.short`;
}
