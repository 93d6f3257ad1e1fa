import type { Company, Language } from '../../config/company.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import type { Menu } from '../../telephony/call/choose.ts';

/**
 * What a request is about, in two steps at most: a group, then one of its categories. `#` leads from the second to the first.
 * @returns the category's id, or null when the caller has found none
 */
export async function chooseCategory(call: Call, company: Company): Promise<string | null> {
  const loose = company.categories.filter((one) => one.group === undefined);
  const choices = [...company.categoryGroups, ...loose];
  for (;;) {
    const first = await call.once('request.group', () => chooseOne(call, 'request.what', choices));
    const inside = company.categories.filter((one) => one.group === first);
    if (inside.length === 0) return first;
    if (inside.length === 1) return inside[0]?.id ?? null;
    const second = await chooseOne(call, 'request.which', inside, { back: true });
    if (second !== '#') return second;
    call.note('request.group', null);
  }
}

type Named = { id: string; name: Partial<Record<Language, string>> };

/** @returns the id of what was chosen, or `#` where that is an answer (`back`) */
async function chooseOne(
  call: Call,
  question: string,
  all: readonly Named[],
  { back = false } = {},
): Promise<string | null> {
  const keys = all.map((_, index) => String(index + 1)).join('');
  const key = await call.choose({
    ...listed(question, call.language, all),
    keys: `${keys}${back ? '#' : ''}`,
  });
  return key === '#' ? key : (all[Number(key) - 1]?.id ?? null);
}

/** A list of the company file as a menu: its names, and the keys from 1 on. */
function listed(question: string, language: Language, all: readonly Named[]): Omit<Menu, 'keys'> {
  const choices = all.map(
    (one, index): Utterance => ['choice', { what: one.name[language] ?? '', key: index + 1 }],
  );
  return { name: question, prompts: [question, ...choices], again: [`${question}.again`, ...choices] };
}
