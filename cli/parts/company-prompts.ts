import type { Company } from '../../config/company.ts';
import { shortOf } from '../../ivr/flows/main-menu.ts';
import { sentencesOf } from '../../ivr/made-ahead.ts';

/** The prompts that the company file names, and the shorter wordings that belong to them. */
export function companyPrompts({ hotlines }: Pick<Company, 'hotlines'>): string[] {
  return hotlines.flatMap(({ greeting, menu }) => [
    greeting,
    ...menu.filter((item) => item.spoken).flatMap(({ prompt }) => [prompt, shortOf(prompt)]),
  ]);
}

/** The names of the values with which each of them is said. */
export function valuesGiven(company: Company): Map<string, string[]> {
  const said = sentencesOf(company).map(
    ({ prompt, parameters }) => [prompt, Object.keys(parameters)] as const,
  );
  const named = companyPrompts(company);
  return new Map(said.filter(([prompt]) => named.includes(prompt)).map(([prompt, names]) => [prompt, names]));
}
