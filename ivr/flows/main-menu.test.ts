import { expect, test } from 'vitest';
import { loadCompany } from '../../config/load-company.ts';
import { Answers } from '../../telephony/call/answers.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Menu } from '../../telephony/call/choose.ts';
import type { IvrServices } from '../services.ts';
import { mainMenu, shortOf } from './main-menu.ts';

const company = await loadCompany({ company: '750-600' });

/** What is asked in the main menu of a hotline. */
async function menuOf(hotline: string, changed = company): Promise<Menu> {
  let asked: Menu | undefined;
  const call = {
    ...{ hotline, answers: new Answers() },
    choose: async (menu: Menu) => {
      asked = menu;
      return null;
    },
  };
  await mainMenu(call as unknown as Call, { company: changed } as unknown as IvrServices);
  if (!asked) throw new Error('nothing is asked');
  return asked;
}

const keysIn = (prompts: Menu['prompts']) => prompts.map((one) => (one[1] as { key: string }).key);

test('the menu says the most wanted first, as the company file has it, and the second time in the same order', async () => {
  // 750-600 is called for what cannot wait, 8 800 for all the rest.
  expect(keysIn((await menuOf('750-600')).prompts)).toEqual(['0', '1', '2', '3', '4', '5', '7']);
  expect(keysIn((await menuOf('8800')).prompts)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  const hotlines = company.hotlines.map((one) => ({ ...one, menu: one.menu.toReversed() }));
  const { prompts, again = [] } = await menuOf('750-600', { ...company, hotlines });
  expect(keysIn(prompts)).toEqual(['7', '5', '4', '3', '2', '1', '0']);
  expect(again).toEqual(prompts.map(([prompt, values]) => [shortOf(String(prompt)), values]));
});
