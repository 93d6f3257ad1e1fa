import { expect, test } from 'vitest';
import type { Role } from '../housing/destinations.ts';
import { callBackNumber, isCalledBackByItself } from './call-back-number.ts';
import type { IvrServices } from './services.ts';

const at = (foreign: Role[], premium: Role[] = []) => {
  const company = {
    country: 'UA',
    areaCode: '342',
    executors: [],
    hotlines: [],
    outgoing: { foreign, premium },
  };
  return { company } as unknown as IvrServices;
};
const [here, abroad, costly] = ['+380501112233', '+48221234567', '+380900301234'] as const;

test('a number of the country is called back, by people and by itself', () => {
  expect(callBackNumber({ number: here }, at([]))).toBe(here);
  expect(isCalledBackByItself(here, at([]))).toBe(true);
});

test('who is abroad, or calls from a number that costs more, is called back only where somebody may', () => {
  for (const number of [abroad, costly]) {
    expect(callBackNumber({ number }, at([]))).toBeNull();
    expect(isCalledBackByItself(number, at([]))).toBe(false);
  }
  expect(callBackNumber({ number: costly }, at([], ['administrator']))).toBe(costly);
  expect(callBackNumber({ number: null }, at(['operator']))).toBeNull();
});

test('by people on the list where any of them may; by itself only where an operator may', () => {
  expect(callBackNumber({ number: abroad }, at(['supervisor']))).toBe(abroad);
  expect(isCalledBackByItself(abroad, at(['supervisor']))).toBe(false);
  expect(isCalledBackByItself(abroad, at(['operator']))).toBe(true);
});
