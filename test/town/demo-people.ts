import type { Language } from '../../config/company.ts';
import { townBlock, townResidents } from '../../db/seeds/numbers.ts';
import type { Resident } from './resident.ts';
import type { Town } from './town.ts';

/** Who calls next: one whom the demo company knows, or as often a stranger; most speak Ukrainian. */
export function callerOf(random: () => number): { number: string; language: Language } {
  const which = Math.floor(random() * 2 * townResidents);
  const language = which % 10 < 7 ? 'uk' : which % 10 < 9 ? 'ru' : 'en';
  return { number: `${townBlock}${String(which).padStart(4, '0')}`, language };
}

/** What happens when one of them is called automatically: most answer and rate the work, some do not. */
export function answerAsDrawn(town: Town, number: string, random: () => number): Resident | undefined {
  if (!number.replace(/\D/g, '').startsWith(townBlock.slice(1))) return undefined;
  const resident = town.resident(number);
  const draw = random();
  if (draw < 0.12) resident.isBusy();
  else if (draw < 0.27) resident.doesNotAnswer();
  else if (draw < 0.32) resident.rejects();
  else if (draw < 0.4) resident.answers({ afterMs: 2000, as: 'machine', hangsUpAfterMs: 20_000 });
  else if (draw < 0.47) resident.answers({ afterMs: 3000, as: 'person', hangsUpAfterMs: 2000 });
  else {
    const rating = String(5 - Math.floor(random() ** 2 * 5));
    resident.answers({
      afterMs: 1000 + 4000 * random(),
      keys: [{ when: 'survey.question', press: rating }],
      hangsUpAfterMs: 15_000,
    });
  }
  return resident;
}
