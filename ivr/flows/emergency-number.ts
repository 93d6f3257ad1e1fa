import type { Call } from '../../telephony/call/call.ts';
import { hotlineOf, type IvrFlow, type IvrServices } from '../services.ts';
import { mainMenu } from './main-menu.ts';

/** The number of the emergency service, slowly, digit by digit, twice; then the menu again. */
export async function emergencyNumber(call: Call, services: IvrServices): Promise<IvrFlow> {
  const number = hotlineOf(call, services).emergencyNumber;
  await call.say(['emergency.number', { number }], ['emergency.number.again', { number }]);
  return mainMenu;
}
