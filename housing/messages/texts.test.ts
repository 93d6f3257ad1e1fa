import { expect, test } from 'vitest';
import { languages } from '../../config/company.ts';
import { readSmsTexts, smsText, writtenDay } from './texts.ts';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name).sort();

test('every text is there in every language, with the same placeholders', () => {
  const uk = readSmsTexts('uk');
  for (const language of languages) {
    const texts = readSmsTexts(language);
    expect(Object.keys(texts)).toEqual(Object.keys(uk));
    for (const [name, text] of Object.entries(texts))
      expect(placeholders(text), `${language} ${name}`).toEqual(placeholders(uk[name] ?? ''));
  }
});

test('none is longer than two SMS', () => {
  const values = {
    number: '26-123456',
    due: '24.11',
    centre: 'Центр Каскад',
    what: 'Планові роботи на електромережі',
  };
  for (const language of languages) {
    const longest = language === 'en' ? 2 * 153 : 2 * 67;
    for (const name of Object.keys(readSmsTexts(language)))
      expect(smsText(name, language, values).length, `${language} ${name}`).toBeLessThanOrEqual(longest);
  }
});

test('values stand in the text, days as the company’s clock has them', () => {
  expect(smsText('emergency-number', 'uk', { number: '1580' })).toBe('Аварійна служба: 1580.');
  expect(writtenDay(new Date('2026-11-22T22:30:00Z'), 'Europe/Kyiv')).toBe('23.11');
  expect(() => smsText('nothing', 'uk', {})).toThrow(expect.objectContaining({ code: 'sms.no-text' }));
});
