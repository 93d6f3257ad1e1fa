import type { Company, Language } from '../../config/company.ts';
import { shortOf } from '../../ivr/flows/main-menu.ts';

/** The prompts that the company file names, and the shorter wordings that belong to them. */
export function companyPrompts({ hotlines }: Pick<Company, 'hotlines'>): string[] {
  return hotlines.flatMap(({ greeting, menu }) => [
    greeting,
    ...menu.filter((item) => item.spoken).flatMap(({ prompt }) => [prompt, shortOf(prompt)]),
  ]);
}

/** The languages that callers of the company may choose. */
export function spokenLanguages({ hotlines }: Pick<Company, 'hotlines'>): Language[] {
  return [...new Set(hotlines.flatMap((hotline) => hotline.languages))];
}
