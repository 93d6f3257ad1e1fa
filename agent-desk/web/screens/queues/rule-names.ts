import { phoneNumber } from '../../format/phone.ts';
import type { RuleNames } from '../../format/queue-rules.ts';
import { company } from '../../state/company.svelte.ts';
import { show } from '../../state/show.ts';

/** What stands in the sentences of a queue's rules, in the person's language. */
export const ruleNames: RuleNames = {
  queue: (id) => company.queue(id),
  phone: phoneNumber,
  span: (seconds) => show.span(seconds),
};
