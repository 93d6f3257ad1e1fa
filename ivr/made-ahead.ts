import { type Company, spokenLanguages } from '../config/company.ts';
import type { Sentence } from '../speech/messages.ts';
import { shortOf } from './flows/main-menu.ts';
import { spokenMinutes } from './queue/estimate.ts';

/** What callers of this company hear with values that are known beforehand. */
export function sentencesOf(company: Company): Sentence[] {
  const greetings = company.hotlines.map(({ greeting: prompt }) => ({ prompt, parameters: {} }));
  const menus = company.hotlines.flatMap((one) =>
    one.menu
      .filter((item) => item.spoken)
      .flatMap(({ prompt, key }) =>
        [prompt, shortOf(prompt)].map((said) => ({ prompt: said, parameters: { key } })),
      ),
  );
  const numbers = company.hotlines.flatMap(({ emergencyNumber: number }) => [
    { prompt: 'emergency.number', parameters: { number } },
    { prompt: 'emergency.number.again', parameters: { number } },
  ]);
  const keys = [1, 2, 3].map((key) => ({ prompt: 'language.choose', parameters: { key } }));
  const positions = Array.from({ length: 10 }, (_, n) => ({
    prompt: 'queue.position',
    parameters: { position: n + 2 },
  }));
  const estimates = spokenMinutes.map((minutes) => ({ prompt: 'queue.estimate', parameters: { minutes } }));
  const keyed = keyedPrompts.map(([prompt, key]) => ({ prompt, parameters: { key } }));
  return [
    ...greetings,
    ...menus,
    ...numbers,
    ...keys,
    ...positions,
    ...estimates,
    ...keyed,
    ...choices(company),
  ];
}

/** Prompts of flows that name a key. */
const keyedPrompts = [
  ['debt.ask.pay', '1'],
  ['debt.ask.pay.short', '1'],
  ['debt.ask.again', '2'],
  ['debt.ask.again.short', '2'],
  ['verify.same', '1'],
  ['certificate.where.centre', '1'],
  ['certificate.where.email', '2'],
  ['feedback.callback', '1'],
  ['emergency.sms', '1'],
] as const;

/** The menus in which a caller finds what a request is about, or which certificate he wants. */
export function choices(company: Company): Sentence[] {
  const lists = [
    [...company.categoryGroups, ...company.categories.filter((one) => one.group === undefined)],
    ...company.categoryGroups.map(({ id }) => company.categories.filter((one) => one.group === id)),
    company.certificates,
  ];
  return spokenLanguages(company).flatMap((language) =>
    lists.flatMap((list) =>
      list.map((one, index) => ({
        prompt: 'choice',
        language,
        parameters: { what: one.name[language] ?? '', key: index + 1 },
      })),
    ),
  );
}
