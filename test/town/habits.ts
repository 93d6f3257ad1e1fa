import type { Language } from '../../config/company.ts';
import { codeOf } from '../../errors.ts';
import type { TownCall } from './call.ts';
import type { Town } from './town.ts';

/** What somebody who calls the hotline does, after the greeting. */
type Habit = (call: TownCall, who: Person) => Promise<void>;

export interface Person {
  readonly town: Town;
  readonly language: Language;
  /** From 0 to 1, as Math.random gives. */
  readonly random: () => number;
}

const languageKeys: Record<Language, string> = { uk: '1', ru: '2', en: '3' };
const troubles = ['no-heating', 'leak', 'lift', 'meter'];
const longestCallMs = 120_000;

/** How often each is met, out of a hundred callers. */
const habits: readonly (readonly [share: number, habit: Habit])[] = [
  [45, talksToSomebody],
  [15, asksForTheEmergencyNumber],
  [12, losesPatience],
  [10, saysNothing],
  [18, pressesWrongKeys],
];

export function drawHabit(random: () => number): Habit {
  const drawn = random() * 100;
  let sum = 0;
  for (const [share, habit] of habits) {
    sum += share;
    if (drawn < sum) return habit;
  }
  return talksToSomebody;
}

/** Presses 0, waits for a person, tells what is wrong and says goodbye. */
async function talksToSomebody(call: TownCall, who: Person): Promise<void> {
  await untilMenu(call, who);
  await call.presses('0');
  if (await call.isOverWithin(between(who, 6000, 12_000))) return;
  await says(call, who, troubles[Math.floor(who.random() * troubles.length)] ?? 'leak');
  if (await call.isOverWithin(between(who, 10_000, 30_000))) return;
  await says(call, who, 'thanks');
}

async function asksForTheEmergencyNumber(call: TownCall, who: Person): Promise<void> {
  await untilMenu(call, who);
  await call.presses('7');
  await call.isOverWithin(between(who, 10_000, 15_000));
}

async function losesPatience(call: TownCall, who: Person): Promise<void> {
  await call.isOverWithin(between(who, 1000, 8000));
}

async function saysNothing(call: TownCall): Promise<void> {
  await call.isOverWithin(longestCallMs);
}

async function pressesWrongKeys(call: TownCall, who: Person): Promise<void> {
  await untilMenu(call, who);
  await call.presses(['4', '5', '8', '#'][Math.floor(who.random() * 4)] ?? '4');
  if (await call.isOverWithin(between(who, 3000, 6000))) return;
  await call.presses('0');
  await call.isOverWithin(between(who, 8000, 25_000));
}

/** Chooses the language when asked, and listens until the menu names a person; some never let it finish. */
async function untilMenu(call: TownCall, { language }: Person): Promise<void> {
  const choice = { prompt: 'language.choose', parameters: { key: languageKeys[language] } };
  const menu = { prompt: 'menu.operator', parameters: { key: '0' } };
  const options = { language, limitMs: 25_000 };
  const heard = await call.hearsAny([choice, menu], options);
  if (heard.prompt !== choice.prompt) return;
  await call.presses(languageKeys[language]);
  await call.hears(menu.prompt, menu.parameters, options);
}

async function says(call: TownCall, { town, language }: Person, sentence: string): Promise<void> {
  if (!call.isOver) await call.says(await town.sentence(sentence, language));
}

function between({ random }: Person, least: number, most: number): number {
  return least + random() * (most - least);
}

/** One whole call: dialled, led by a habit, hung up. What is not heard is not a fault of the caller: such a call is given up. */
export async function callOnce(number: string, dialled: string, who: Person): Promise<void> {
  const call = await who.town.resident(number, who.language).calls(dialled);
  try {
    await call.isAnswered(30_000);
    await drawHabit(who.random)(call, who);
  } catch (error) {
    if (!['town.not-answered', 'town.not-heard', 'ari.not-found'].includes(codeOf(error))) throw error;
  } finally {
    await call.hangsUp();
  }
}
