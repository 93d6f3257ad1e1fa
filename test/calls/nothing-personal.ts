import type { Step } from '../../events.ts';
import { spoken } from '../../speech/spoken-values.ts';
import type { World } from '../town/world.ts';
import { spokenIn, stepsOfLast } from './goes-to.ts';

/** Words of an address, and of money. */
const always = ['квартира', 'будинок', 'грив', 'копій'];

/**
 * What was said in the latest call of a number, of all that is personal: names, streets, account numbers of these accounts, an address, money.
 * Empty where a caller heard only what may be said to anybody.
 * @throws Error when next to nothing was said at all
 */
export async function personalIn(
  { db, holos }: World,
  from: string,
  accounts: readonly number[] = [1, 2],
): Promise<string[]> {
  const steps: Step[] = await stepsOfLast({ db }, from);
  const said = spokenIn(steps).toLowerCase();
  if (said.length < 100) throw new Error(`only this was said to ${from}: ${said}`);
  const people: string[] = await db('residents').whereIn('account_id', accounts).pluck('name');
  const streets: string[] = await db('buildings').pluck('street');
  const numbers: string[] = await db('accounts').whereIn('id', accounts).pluck('number');
  const inWords = numbers.map((number) => spoken('digits', number, 'uk', holos.company.timezone));
  const personal = [
    ...people.flatMap((name) => name.split(' ')),
    ...streets,
    ...numbers,
    ...inWords,
    ...always,
  ];
  return personal.filter((one) => said.includes(one.toLowerCase()));
}
