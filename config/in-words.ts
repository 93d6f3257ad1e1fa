import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

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
 * @param value what stands there; undefined: nothing does
 */
export function inWords(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongShape(shapes[issue.expected] ?? issue.expected, value);
    case 'invalid_value':
      return `one of ${issue.values.join(', ')} belongs here${instead(value)}`;
    case 'too_small':
      return `${limit('at least', issue.minimum, issue.origin)}${instead(value)}`;
    case 'too_big':
      return `${limit('at most', issue.maximum, issue.origin)}${instead(value)}`;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map((one) => inWords(one, value)))].join(', or ');
    case 'invalid_format':
      return issue.format === 'date' ? 'a date such as 2027-05-03' : issue.message;
    default:
      return issue.message;
  }
}

function wrongShape(wanted: string, value: unknown): string {
  if (value === undefined || value === null) return `is missing: ${wanted}`;
  if (wanted === shapes.string && ['number', 'boolean'].includes(typeof value))
    return `${wanted} belongs here: put it in quotes, "${value}"`;
  return `${wanted} belongs here${instead(value)}`;
}

function limit(words: string, bound: number | bigint, origin: string): string {
  if (origin === 'string') return `${words} ${bound} ${bound === 1 ? 'character' : 'characters'}`;
  return `${words} ${bound}${origin === 'array' ? ' of them' : ''}`;
}

/** Never a text: what is too short may be a password. */
function instead(value: unknown): string {
  return ['number', 'boolean'].includes(typeof value) ? `, not ${value}` : '';
}
