import { expect, test } from 'vitest';
import { YamlText } from './yaml-text.ts';

test('aliases that stand for nothing are told, each with its line', () => {
  const text =
    'queues:\n  - name: { uk: *Диспетчери }\n  - &known { uk: Інші }\n  - *known\nhours: *office\n';
  expect(new YamlText(text).faults).toEqual([
    {
      line: 2,
      message:
        '*Диспетчери stands for nothing, there is no &Диспетчери before it: a text that begins with * belongs in quotes',
    },
    { line: 5, message: expect.stringMatching(/^\*office stands for nothing/) },
  ]);
});

test('so many aliases that the library follows them no more are told at the first', () => {
  const { faults, values } = new YamlText(`day: &day x\nfree: [${'*day, '.repeat(101)}]\n`);
  expect(faults).toEqual([{ line: 2, message: expect.stringMatching(/^aliases .* cannot be followed: /) }]);
  expect(values).toBeUndefined();
});

test('what stands at a path is told as it says and as it is written, also behind an alias', () => {
  const written = new YamlText('one: &one { number: 0342 }\ntwo: *one\nthree: [a]\n');
  expect(written.at(['two', 'number'])).toEqual({ value: 342, written: '0342' });
  expect(written.at(['three']).value).toEqual(['a']);
  expect(written.at(['three', 1]).value).toBeUndefined();
  expect(written.lineOf(['three', 1])).toBe(3);
  expect(written.lineOf(['two', 'number'])).toBe(1);
  expect(written.lineOf(['four'])).toBe(1);
});
