import { smsText } from '../../housing/messages/texts.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import { hotlineOf, type IvrFlow, type IvrServices } from '../services.ts';
import { mainMenu } from './main-menu.ts';

const smsKey = '1';
/** Whoever wants it presses soon; the others should not wait for the menu. */
const thinkMs = 3_000;

/** The number of the emergency service, slowly, digit by digit, twice, and by SMS for whoever wants it, where one is sent; then the menu again. */
export async function emergencyNumber(call: Call, services: IvrServices): Promise<IvrFlow> {
  const number = hotlineOf(call, services).emergencyNumber;
  const numbers = emergencyNumbers(call, services);
  if (services.messages.promise(call.number) !== 'coming') {
    await call.tell(numbers, thinkMs);
    return mainMenu;
  }
  const prompts: Utterance[] = [...numbers, ['emergency.sms', { key: smsKey }]];
  if (!(await call.propose({ name: 'emergency-number.sms', prompts, key: smsKey, thinkMs }))) return mainMenu;
  const promise = await services.messages.sms({
    number: call.number,
    text: smsText('emergency-number', call.language, { number }),
    callId: call.id,
    why: 'emergency-number',
    once: `emergency-number ${call.id}`,
  });
  await call.sayWhole(promise === 'coming' ? 'sms.coming' : 'sms.kept');
  return mainMenu;
}

/** The number of the emergency service, twice. */
export function emergencyNumbers(call: Call, services: Pick<IvrServices, 'company'>): Utterance[] {
  const number = hotlineOf(call, services).emergencyNumber;
  return [
    ['emergency.number', { number }],
    ['emergency.number.again', { number }],
  ];
}
