import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { registerPhone } from '../town/phone.ts';
import type { DeskPage } from './desk-page.ts';
import { callsForAPerson, type Floor, startFloor } from './floor.ts';
import { hears } from './voices.ts';

/** An operator who has chosen at his log-in to answer with a SIP phone beside the browser. */
let floor: Floor;

beforeAll(async () => {
  floor = await startFloor();
});
afterEach(() => floor.clear());
afterAll(() => floor?.stop());

/** He types into his phone what the settings of the desk say. */
async function setsUpHisPhone(desk: DeskPage) {
  const account = await desk.sipAccount();
  expect(account.port).toBe(floor.world.settings.ports.sip);
  const phone = await registerPhone(floor.world.town, account);
  phone.owner.doesNotAnswer();
  await desk.hasAPhone();
  return phone;
}

test('a busy phone costs the caller nothing but time; it rings when the card is there, and its receiver begins and ends the talk', async () => {
  const { operator1, resident } = floor.voices;
  const desk = await floor.desk('operator1');
  await desk.logsIn('sip');
  await desk.shows('check.sip');
  const phone = await setsUpHisPhone(desk);
  await desk.showsNoMore('check.sip');
  await desk.isReady();
  // He talks to somebody else just now: nobody hears "busy" because of that, and he is not rung again for the same caller at once.
  phone.owner.isBusy();
  const refused = phone.owner.isCalled();
  const first = await callsForAPerson(floor, '+380671119904');
  await refused;
  await first.hears('queue.wait.first');
  await first.hearsMusic();
  await desk.isNow('ready');
  phone.owner.doesNotAnswer();
  const rings = phone.owner.isCalled();
  const caller = await callsForAPerson(floor, knownNumbers.one, resident);
  const receiver = await rings;
  expect(phone.owner.received).toHaveLength(2);
  await desk.shows('call.pick-up');
  expect(await desk.card.innerText()).toContain('Коваленко Олена Петрівна');
  await receiver.answers();
  await desk.isNow('talking');
  void receiver.says(operator1.file);
  await Promise.all([hears(caller, operator1), hears(receiver, resident)]);
  await desk.holds();
  await caller.hearsMusic();
  await desk.goesOn();
  await hears(caller, operator1);
  await receiver.hangsUp();
  await desk.isNow('wrap-up');
  expect((await caller.ended()).by).toBe('holos');
  await phone.unregister();
});

test('a phone that is unplugged is told of, nobody rings it, and it is the same phone at the next log-in', async () => {
  const desk = await floor.desk('operator1');
  await desk.logsIn('sip');
  const before = await desk.sipAccount();
  const phone = await setsUpHisPhone(desk);
  await desk.isReady();
  await phone.unregister();
  await desk.shows('check.sip');
  const again = await setsUpHisPhone(desk);
  await desk.showsNoMore('check.sip');
  await desk.page.getByRole('button', { name: uk['nav.logout'] }).click();
  await desk.logsIn('sip');
  await desk.hasAPhone();
  expect(await desk.sipAccount()).toEqual(before);
  await again.unregister();
});
