import type { QueueRules } from '../state/contract.ts';
import type { TextKey } from '../texts/languages.ts';

/** One rule of a queue as a sentence. */
export interface RuleLine {
  key: TextKey;
  values: Record<string, string | number>;
}

export interface RuleNames {
  queue: (id: string) => string;
  phone: (number: string) => string;
  /** A length of time in words: `2 хв 30 с`. */
  span: (seconds: number) => string;
}

const line = (key: TextKey, values: RuleLine['values'] = {}): RuleLine => ({ key, values });

/** The rules of a queue in plain words, always as many and in the same order. */
export function ruleLines(rules: QueueRules, names: RuleNames): RuleLine[] {
  const { headStartSeconds, choose, languageSeconds, offerSeconds, wrapUpSeconds, serviceLevel } = rules;
  const timed = (key: TextKey, seconds: number, never: TextKey) =>
    seconds === 0 ? line(never) : line(key, { span: names.span(seconds) });
  const { percent, withinSeconds } = serviceLevel;
  return [
    line(`rule.choose.${choose}`),
    timed('rule.head-start', headStartSeconds, 'rule.head-start.none'),
    timed('rule.language', languageSeconds, 'rule.language.none'),
    waitLine(rules, names),
    line('rule.call-again', { span: names.span(rules.callAgainSeconds) }),
    line('rule.offer', { span: names.span(offerSeconds) }),
    timed('rule.wrap-up', wrapUpSeconds, 'rule.wrap-up.none'),
    line('rule.service-level', { percent, span: names.span(withinSeconds) }),
  ];
}

function waitLine({ longestWaitSeconds, overflow }: QueueRules, names: RuleNames): RuleLine {
  if (longestWaitSeconds === null || overflow === null) return line('rule.wait.none');
  const span = names.span(longestWaitSeconds);
  if (overflow.queue) return line('rule.wait.queue', { span, queue: names.queue(overflow.queue) });
  if (overflow.number) return line('rule.wait.number', { span, number: names.phone(overflow.number) });
  return line(overflow.reserves ? 'rule.wait.reserves' : 'rule.wait.callback', { span });
}

/** Those rules of `others` that say something else than `rules`. */
export function otherLines(rules: QueueRules, others: QueueRules, names: RuleNames): RuleLine[] {
  const mine = ruleLines(rules, names).map((one) => JSON.stringify(one));
  return ruleLines(others, names).filter((one, i) => JSON.stringify(one) !== mine[i]);
}
