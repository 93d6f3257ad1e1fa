import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
export type Where = readonly PropertyKey[];

/** What is wrong, in words, and where. */
export interface ShapeFault {
  path: Where;
  message: string;
}

/** What stands somewhere, and how it was written: 0342501580 is the number 342501580. Nothing stands there: undefined. */
export interface Given {
  value: unknown;
  written?: string | undefined;
}

/** What zod calls a shape, as whoever writes the file or the variable knows it. */
const shapes: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings, each as `name: value`',
  record: 'a group of settings, each as `name: value`',
};

/**
 * What is wrong, in words for somebody who does not program. What a schema says of itself (`digits only`) is told as it is.
 * @param at what stands at a path
 */
export function inWords(issue: Issue, at: (where: Where) => Given): ShapeFault[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such setting' }));
    case 'invalid_key':
      // Of the key itself: its path is within itself, and it is a text always.
      return issue.issues.flatMap((one) => inWords({ ...one, path }, () => ({ value: path.at(-1) })));
    case 'invalid_union':
      return ofUnion(issue, at);
    default:
      return [{ path, message: ofOne(issue, at(path)) }];
  }
}

function ofOne(issue: Issue, given: Given): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongShape(shapes[issue.expected] ?? issue.expected, given);
    case 'invalid_value':
      return `one of ${issue.values.join(', ')} belongs here${instead(given)}`;
    case 'too_small':
      return `${limit('at least', issue.minimum, issue.origin)}${instead(given)}`;
    case 'too_big':
      return `${limit('at most', issue.maximum, issue.origin)}${instead(given)}`;
    case 'invalid_format':
      return issue.format === 'date' ? 'a date such as 2027-05-03' : issue.message;
    default:
      return issue.message;
  }
}

/** What is wrong with the one way of writing it that is meant, by the names of its settings; else with each of them, in one sentence. */
function ofUnion(
  { path, errors, message }: Extract<Issue, { code: 'invalid_union' }>,
  at: (where: Where) => Given,
): ShapeFault[] {
  const ways = errors.map((issues) => ({
    strangers: issues.filter(({ code }) => code === 'unrecognized_keys').length,
    faults: issues.flatMap((one) => inWords({ ...one, path: [...path, ...one.path] }, at)),
  }));
  const fewest = Math.min(...ways.map(({ strangers }) => strangers));
  const nearest = ways.filter(({ strangers }) => strangers === fewest);
  const [meant] = nearest;
  if (meant && nearest.length === 1) return meant.faults;
  const said = nearest.map(({ faults }) => faults.map((one) => within(path, one)).join(' and '));
  return [{ path, message: [...new Set(said)].join(', or ') || message }];
}

function within(path: Where, fault: ShapeFault): string {
  const inner = fault.path.slice(path.length).map(String).join('.');
  return inner === '' ? fault.message : `${inner}: ${fault.message}`;
}

function wrongShape(wanted: string, { value, written }: Given): string {
  if (value === undefined || value === null) return `is missing: ${wanted}`;
  if (wanted === shapes.string && ['number', 'boolean'].includes(typeof value))
    return `${wanted} belongs here: put it in quotes, "${written ?? value}"`;
  return `${wanted} belongs here${instead({ value, written })}`;
}

function limit(words: string, bound: number | bigint, origin: string): string {
  if (origin === 'string') return `${words} ${bound} ${bound === 1 ? 'character' : 'characters'}`;
  return `${words} ${bound}${origin === 'array' ? ' of them' : ''}`;
}

/** Never a text: what is too short may be a password. */
function instead({ value, written }: Given): string {
  return ['number', 'boolean'].includes(typeof value) ? `, not ${written ?? value}` : '';
}
