import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { uk } from '../texts/uk.ts';
import { phoneNumber } from './phone.ts';
import { reading } from './reading.ts';
import type { StepNames } from './step-line.ts';
import { briefSteps, isEmergency, readableSteps, stepLine } from './steps.ts';

const names: StepNames = {
  hotline: () => '750-600',
  queue: () => 'Оператори',
  operator: (id) => `Оператор ${id}`,
  telephone: (number) => phoneNumber(number),
  category: (id) => ({ lift: 'Не працює ліфт' })[id] ?? id,
  certificate: (id) => id,
  disposition: (id) => ({ advice: 'Консультація' })[id] ?? id,
  reading: (value) => reading(value, 'uk'),
  word: (group, name) => uk[`${group}.${name}` as keyof typeof uk] ?? name,
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
    // Whom we could promise a call back, of him that stands there by itself.
    [{ kind: 'flow', flow: 'giveUp' }, 'Через збій абонента не обслужено'],
    [{ kind: 'flow', flow: 'readings', key: '2' }, 'Показання лічильників — натиснуто 2'],
    [{ kind: 'key', key: '0' }, 'Натиснуто 0'],
    [{ kind: 'key', key: '••••' }, 'Введено цифри (їх не записано)'],
    [{ kind: 'key-wrong', key: '00412', menu: 'readings.account' }, 'Введено 00412 — не підходить'],
    [{ kind: 'key-wrong', key: '•', menu: 'verify.pin' }, 'Введені цифри не підходять'],
    [{ kind: 'told-wait', position: 1, estimateMs: 49_000 }, 'Почув: місце 1, чекати менше хвилини'],
    [{ kind: 'told-wait', position: 2, estimateMs: 120_000 }, 'Почув: місце 2, чекати близько 2:00'],
    [{ kind: 'verified', accountId: 4, by: 'pin' }, 'Підтвердив особу PIN-кодом'],
    [{ kind: 'message', durationMs: 34_400 }, 'Голосове повідомлення, 0:34'],
    [{ kind: 'noted', name: 'request.category', value: 'lift' }, 'Про що заявка: Не працює ліфт'],
    [{ kind: 'noted', name: 'certificate.delivery', value: 'email' }, 'Довідку надіслати ел. поштою'],
    [{ kind: 'noted', name: 'feedback.score', value: 4 }, 'Оцінка: 4 з 5'],
    [{ kind: 'noted', name: 'readings.meter', value: '00120.450' }, 'Показання: 120,45'],
    [
      { kind: 'waiting', queue: 'main', position: 1, emergency: true },
      'Аварійний: у черзі «Оператори», місце 1',
    ],
    [{ kind: 'consulted', operatorId: 3, with: { operatorId: 4 } }, 'Дзвонимо, щоб порадитися: Оператор 4'],
    [
      { kind: 'consulted', operatorId: 3, with: { number: '+380671234500' } },
      'Дзвонимо, щоб порадитися: +380 67 123-45-00',
    ],
    [{ kind: 'consult-ended', how: 'not-reached' }, 'Порадитися не вдалося: ніхто не відповів'],
    [{ kind: 'three-together', operatorId: 3 }, 'Розмова втрьох'],
    [{ kind: 'transferred', operatorId: 3, to: { queue: 'main' } }, 'Дзвінок переведено: Оператори'],
    [{ kind: 'transferred', operatorId: 3, to: { floor: 2 } }, 'Крок: transferred'],
    [
      { kind: 'moved', supervisorId: 9, to: { first: true } },
      'Керівник Оператор 9 поставив абонента на початок черги',
    ],
    [
      { kind: 'moved', supervisorId: 9, to: { operatorId: 3 } },
      'Керівник Оператор 9 перемістив абонента: Оператор 3',
    ],
    [
      { kind: 'queue-gone', queue: 'requests', instead: 'main' },
      'Черги «requests» більше немає: абонент чекає в черзі «Оператори»',
    ],
    [
      { kind: 'offer-ended', operatorId: 3, how: 'moved' },
      'Дзвінок забрали, бо абонента переміщено: Оператор 3',
    ],
    [{ kind: 'dialled', operatorId: 3 }, 'Абонентові дзвонить оператор: Оператор 3'],
    [{ kind: 'recording-off', operatorId: 3 }, 'Запис вимкнено: Оператор 3'],
    [{ kind: 'recording-on', operatorId: 3 }, 'Запис знову ввімкнено'],
    [{ kind: 'note', operatorId: 3, text: 'Передзвонити після обіду' }, 'Нотатка: Передзвонити після обіду'],
    [
      { kind: 'request-linked', operatorId: 3, requestId: 9, number: '26-000123' },
      'Дзвінок про заявку 26-000123',
    ],
    [{ kind: 'disposition', operatorId: 3, disposition: 'advice' }, 'Підсумок розмови: Консультація'],
    [{ kind: 'incident-joined', incidentId: 1 }, 'Просить повідомити, коли все запрацює'],
    [{ kind: 'duty', how: 'connected' }, 'З’єднано з черговим'],
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
    [{ kind: 'ended', result: 'served', reason: 'by-magic' }, 'Кінець дзвінка: Обслужено'],
  ])('%o reads well', (step, text) => {
    expect(say(step)).toBe(text);
  });

  test('of notes that were typed on, the last of each operator is read, and none that was taken back', () => {
    const note = (operatorId: number, text: string) => ({ at, kind: 'note', operatorId, text });
    const read = readableSteps([note(1, 'Чек'), note(2, 'Хибне'), note(1, 'Чекає'), note(2, '')]);
    expect(read).toEqual([note(1, 'Чекає')]);
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
  const read = (...steps: { kind: string; [key: string]: unknown }[]) =>
    readableSteps(steps.map((step) => ({ at, ...step }))).map(({ kind, flow, key }) => [kind, flow ?? key]);
  const keys = (digits: string) => [...digits].map((key) => ({ kind: 'key', key }));
  const said = { kind: 'said', text: '…' };
  const two = { kind: 'key', key: '2' };
  const five = { kind: 'key', key: '5' };
  const zero = { kind: 'key', key: '0' };
  const wrong = { kind: 'key-wrong', key: '5', menu: 'main' };

  test('names a flow only where it tells something new', () => {
    const flows = ['arrive', 'welcome', 'mainMenu', 'operator', 'goOn', 'talkAgain', 'cannotGoOn'].map(
      (flow) => ({ kind: 'flow', flow }),
    );
    expect(read(...flows)).toEqual([['flow', 'mainMenu']]);
  });

  test('of the way to an operator says that the menu did not help, but where it was no menu', () => {
    const flow = (name: string) => ({ kind: 'flow', flow: name });
    expect(say(flow('noChoice'))).toBe('Меню не допомогло, далі — оператор');
    expect(read(flow('debt'), said, flow('noChoice')).at(-1)).toEqual(['flow', 'noChoice']);
    for (const before of ['unavailable', 'readingsByPerson'])
      expect(read(flow(before), said, flow('noChoice')).at(-1)).toEqual(['said', undefined]);
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

  test('tells digits that are not kept once', () => {
    expect(read(...keys('••••'), { kind: 'key-wrong', key: '•', menu: 'verify.pin' })).toEqual([
      ['key-wrong', '•'],
    ]);
  });

  test('takes a wrong number of several keys together', () => {
    expect(read(...keys('123'), { kind: 'key-wrong', key: '123', menu: 'account' })).toEqual([
      ['key-wrong', '123'],
    ]);
  });

  test('puts the key of a menu to what it led to, where it is sure which it was', () => {
    const flow = { kind: 'flow', flow: 'readings' };
    expect(
      readableSteps([
        { at, ...two },
        { at, ...flow },
      ]),
    ).toEqual([{ at, ...flow, key: '2' }]);
    expect(
      readableSteps([
        { at, ...said },
        { at, ...two },
        { at, ...flow },
      ]),
    ).toHaveLength(2);
    expect(read(...keys('21'), flow)).toEqual([
      ['key', '21'],
      ['flow', 'readings'],
    ]);
  });

  test('shows an answer instead of its keys, and no answer that is not told', () => {
    const answer = { kind: 'noted', name: 'request.category', value: 'lift' };
    const group = { kind: 'noted', name: 'request.group', value: 'inside' };
    expect(read(said, ...keys('1'), group, said, ...keys('3'), answer)).toEqual([
      ['said', undefined],
      ['said', undefined],
      ['noted', undefined],
    ]);
    expect(read(...keys('••••'), { kind: 'verified', by: 'pin' })).toEqual([['verified', undefined]]);
    expect(read(...keys('12'), { kind: 'noted' }, ...keys('3'))).toEqual([
      ['key', '12'],
      ['key', '3'],
    ]);
  });

  test('in brief leaves out what was said to the caller, and whose phone rang for him', () => {
    const told = { kind: 'told-wait', position: 1, estimateMs: null };
    const offered = { kind: 'offered', operatorId: 1, queue: 'main' };
    const steps = [{ kind: 'answered' }, said, ...keys('1'), told, offered].map((step) => ({ at, ...step }));
    expect(briefSteps(steps).map(({ kind }) => kind)).toEqual(['key']);
  });
});

test('an emergency is one as it waited last', () => {
  const waiting = { at, kind: 'waiting', queue: 'main', position: 1 };
  expect(isEmergency([waiting, { ...waiting, emergency: true }])).toBe(true);
  expect(isEmergency([{ ...waiting, emergency: true }, waiting])).toBe(false);
  expect(isEmergency([])).toBe(false);
});

test('every flow has a name, or says nothing that the steps beside it do not say', () => {
  const folder = new URL('../../../ivr/flows/', import.meta.url);
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const flow = /return async function (\w+)|^export async function (\w+)\([^)]*\): Promise<IvrFlow/gm;
  const flows = sources.flatMap((source) => [...source.matchAll(flow)].map(([, one, other]) => one ?? other));
  expect(flows).toContain('leaveRequest');
  const nameless = flows.filter(
    (one) => stepLine({ at, kind: 'flow', flow: one }, names).key === 'step.flow',
  );
  const shown = nameless.filter((one) => readableSteps([{ at, kind: 'flow', flow: one }]).length > 0);
  expect(shown).toEqual([]);
});
