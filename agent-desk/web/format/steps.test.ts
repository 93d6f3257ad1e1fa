import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { uk } from '../texts/uk.ts';
import { readableSteps, type StepNames, stepLine } from './steps.ts';

const names: StepNames = {
  hotline: () => '750-600',
  queue: () => 'Оператори',
  operator: (id) => `Оператор ${id}`,
  word: (_group, name) => name,
};
const at = '2026-03-05T12:00:00Z';
const say = (step: { kind: string; [key: string]: unknown }) => {
  const { key, values } = stepLine({ at, ...step }, names);
  return new IntlMessageFormat(uk[key], 'uk').format(values);
};

describe('a step', () => {
  test.each([
    [{ kind: 'arrived', hotline: '750-600', direction: 'in' }, 'Надійшов дзвінок: 750-600'],
    [{ kind: 'said', text: 'Добрий день' }, '«Добрий день»'],
    [{ kind: 'flow', flow: 'mainMenu' }, 'Головне меню'],
    [{ kind: 'flow', flow: 'karaoke' }, 'Розділ: karaoke'],
    [{ kind: 'key', key: '0' }, 'Натиснуто 0'],
    [{ kind: 'waiting', queue: 'main', position: 2 }, 'У черзі «Оператори», місце 2'],
    [{ kind: 'offer-ended', operatorId: 3, how: 'missed' }, 'Оператор не відповів: Оператор 3'],
    [
      { kind: 'connected', operatorId: 3, waitMs: 61_000 },
      'Розмова з оператором: Оператор 3. Очікування 1:01',
    ],
    [
      { kind: 'ended', result: 'abandoned', reason: 'caller-hung-up' },
      'Абонент поклав слухавку, не дочекавшись оператора',
    ],
    [{ kind: 'ended', result: 'talked', reason: 'caller-hung-up' }, 'Абонент поклав слухавку'],
    [{ kind: 'ended', result: 'served', reason: 'by-magic' }, 'Кінець дзвінка: served'],
  ])('%o reads well', (step, text) => {
    expect(say(step)).toBe(text);
  });

  test('of an unknown kind, or with an unknown word, is shown all the same', () => {
    expect(say({ kind: 'sang' })).toBe('Крок: sang');
    expect(say({ kind: 'identified', as: 'by-voice' })).toBe('Крок: identified');
  });
});

test('every reason a call may end for is a sentence of its own', () => {
  for (const reason of ['caller-hung-up', 'operator-hung-up', 'flow-ended', 'too-long', 'busy', 'shutdown']) {
    expect(stepLine({ at, kind: 'ended', result: 'served', reason }, names).key).toBe(`step.ended.${reason}`);
  }
});

describe('a list of steps', () => {
  const read = (...steps: { kind: string; flow?: string; key?: string; menu?: string }[]) =>
    readableSteps(steps.map((step) => ({ at, ...step }))).map(({ kind, flow, key }) => [kind, flow ?? key]);
  const five = { kind: 'key', key: '5' };
  const zero = { kind: 'key', key: '0' };
  const wrong = { kind: 'key-wrong', key: '5', menu: 'main' };

  test('names a flow only where it tells something new', () => {
    const flows = ['arrive', 'welcome', 'mainMenu', 'operator'].map((flow) => ({ kind: 'flow', flow }));
    expect(read(...flows)).toEqual([['flow', 'mainMenu']]);
  });

  test('tells a wrong key once', () => {
    const [told, pressed] = [
      ['key-wrong', '5'],
      ['key', '0'],
    ];
    expect(read(five, wrong, zero)).toEqual([told, pressed]);
    expect(read(five, zero, wrong)).toEqual([pressed, told]);
    expect(read(zero, wrong)).toEqual([pressed, told]);
  });

  test('takes a wrong number of several keys together', () => {
    const digits = [...'123'].map((key) => ({ kind: 'key', key }));
    expect(read(...digits, { kind: 'key-wrong', key: '123', menu: 'account' })).toEqual([
      ['key-wrong', '123'],
    ]);
  });
});
