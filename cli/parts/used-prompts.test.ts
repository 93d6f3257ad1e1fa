import { expect, test } from 'vitest';
import { keysOf, readPrompts } from '../../speech/prompts.ts';
import { saidPrompts, usedPrompts } from './used-prompts.ts';

const keys = keysOf(readPrompts());

test('every prompt that comes with Holos is said by something, and what is said is there', () => {
  const used = usedPrompts(keys, []);
  expect(keys.filter((key) => !used.has(key))).toEqual([]);
  const said = saidPrompts();
  expect(said).toContain('goodbye');
  expect(said.filter((key) => !keys.includes(key))).toEqual([]);
});

test('names put together count, with any ending of a name that is used; others do not', () => {
  const made = ['readings.doubt.high', 'menu.readings.short', 'verify.pin.again', 'greeting.own'];
  const dead = ['nobody.says.this', 'nobody.says.this.short', 'goodbye.everyone'];
  expect([...usedPrompts([...made, ...dead], ['greeting.own'])]).toEqual(made);
});
