import type { StepNames } from '../format/step-line.ts';
import { word } from '../texts/texts.svelte.ts';
import { company } from './company.svelte.ts';
import { desk } from './desk.svelte.ts';
import { show } from './show.ts';

/** What ids are called, for the steps of a call. */
export const names: StepNames = {
  hotline: (id) => company.hotline(id),
  queue: (id) => company.queue(id),
  operator: (id) => desk.state?.colleagues.find((one) => one.id === id)?.name ?? `№ ${id}`,
  telephone: (number) => company.telephone(number),
  category: (id) => company.category(id),
  certificate: (id) => company.certificate(id),
  disposition: (id) => company.disposition(id),
  reading: (value) => show.reading(value),
  word,
};
