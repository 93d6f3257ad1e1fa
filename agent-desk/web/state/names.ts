import type { StepNames } from '../format/step-line.ts';
import { word } from '../texts/texts.svelte.ts';
import { company } from './company.svelte.ts';
import { desk } from './desk.svelte.ts';
import { show } from './show.ts';

/** What ids are called, for the steps of a call. */
export const names: StepNames = {
  hotline: (id) => company.hotline(id),
  queue: (id) => company.queue(id),
  operator: (id) => named(desk.state?.colleagues, id) ?? named(desk.state?.former, id) ?? `№ ${id}`,
  telephone: (number) => company.telephone(number),
  category: (id) => company.category(id),
  certificate: (id) => company.certificate(id),
  disposition: (id) => company.disposition(id),
  reading: (value) => show.reading(value),
  word,
};

function named(people: readonly { id: number; name: string }[] | undefined, id: number): string | undefined {
  return people?.find((one) => one.id === id)?.name;
}
