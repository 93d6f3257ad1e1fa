import { HolosError } from '../../errors.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { hotlineOf, type IvrFlow, type IvrServices, noteTopic } from '../services.ts';
import { certificate } from './certificate.ts';
import { chooseLanguage } from './choose-language.ts';
import { debt } from './debt.ts';
import { emergencyNumber } from './emergency-number.ts';
import { feedback } from './feedback.ts';
import { leaveRequest } from './leave-request.ts';
import { noChoice } from './no-choice.ts';
import { operator } from './operator.ts';
import { readings } from './readings.ts';

/** The flows a menu of the company file may name. */
const flows: Record<string, () => IvrFlow> = {
  'leave-request': () => leaveRequest,
  readings: () => readings,
  debt: () => debt,
  certificate: () => certificate,
  feedback: () => feedback,
  'emergency-number': () => emergencyNumber,
  language: () => chooseLanguage,
};

/** The names above, for the check of company files. */
export const flowNames: readonly string[] = Object.keys(flows);

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
  noteTopic(call, item.flow ?? '');
  return flow();
}

/** The second time a choice is said in fewer words: "Meter readings: two." */
export function shortOf(prompt: string): string {
  return `${prompt}.short`;
}
