import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeCall } from '../../test/fakes/fake-call.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { announcements } from './announcements.ts';
import { chooseLanguage } from './choose-language.ts';
import { debt } from './debt.ts';
import { detour, languageThen, toPerson } from './detour.ts';
import { nobodyThere, operator } from './operator.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The choice of key 0 is not the first that leads to people. */
const menu = [
  { key: '7', queue: 'emergency' },
  { key: '0', queue: 'dispatcher' },
];
const hotline = { id: '750-600', languages: ['uk', 'ru'], menu };
const remember = async () => undefined;
const company = { hotlines: [hotline], queues: [] };
const services = { company, languages: { remember } } as unknown as IvrServices;

/** Where one goes who was here, has pressed 9, and presses this then. */
async function afterLanguage(from: IvrFlow, key: string): Promise<IvrFlow | undefined> {
  const next = languageThen(from)(pressing(key), services);
  await vi.advanceTimersByTimeAsync(30_000);
  return next;
}

function pressing(key: string) {
  const { call } = fakeCall();
  call.detours = true;
  setTimeout(() => call.keys.press(key), 1_000);
  return call;
}

const urgent = { sinceMs: 5, emergency: true, firstAtMs: 9 };

test.each(['0', '2', ''])(
  'who changes the language in the line and presses "%s" stands at his place again',
  async (key) => {
    const line = operator('emergency', urgent);
    expect(await afterLanguage(line, key)).toBe(line);
    const insists = nobodyThere('emergency', urgent);
    expect(await afterLanguage(insists, key)).toBe(insists);
  },
);

test('# leads back to where one was; in the first question of a call, on', async () => {
  expect(await afterLanguage(debt, '#')).toBe(debt);
  expect(await afterLanguage(announcements, '#')).toBe(announcements);
});

test('0 leads one who was elsewhere to a person', async () => {
  expect((await afterLanguage(debt, '0'))?.given).toMatchObject({ queue: 'dispatcher' });
  expect(await afterLanguage(debt, '1')).toBe(debt);
});

test('0 leads to the people of key 0 in the menu, wherever that stands in it', async () => {
  expect((await toPerson(fakeCall().call, services)).given).toMatchObject({ queue: 'dispatcher' });
});

test('who presses 9 again in the choice of language goes back to where he was, too', () => {
  const asked = languageThen(operator('emergency', urgent));
  expect(detour('language', asked)).toBe(asked);
  expect(detour('language', chooseLanguage)).toBe(chooseLanguage);
  expect(detour('language', debt).given).toEqual({ next: { flow: 'debt' } });
});
