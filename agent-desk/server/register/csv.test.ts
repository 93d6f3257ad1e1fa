import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('fields with semicolons, quotes and line breaks stay one field', () => {
  expect(csvLine(['a', 'b;c', 'he said "no"', 'two\nlines', ''])).toBe(
    'a;"b;c";"he said ""no""";"two\nlines";\r\n',
  );
});

test.each(['=1+2', '+380501112233', '-2', '@SUM(A1)', '\t=1', ' =1', '\r\n=cmd'])(
  'what a spreadsheet would reckon is made a text: %j',
  (value) => {
    expect(csvLine([value]).replace(/^"/, '')[0]).toBe("'");
  },
);

test('an apostrophe does not come to what is harmless', () => {
  expect(csvLine(['26-000123', 'вул. Галицька, 1', 'a=b'])).toBe('26-000123;вул. Галицька, 1;a=b\r\n');
});
