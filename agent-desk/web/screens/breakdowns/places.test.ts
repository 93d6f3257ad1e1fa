import { expect, test } from 'vitest';
import { placesText } from './places.ts';

test('each street is written once, with its houses', () => {
  const at = (street: string, house: string) => ({ street, house });
  expect(placesText([at('Незалежності', '12'), at('Шевченка', '3а'), at('Незалежності', '14')])).toBe(
    'Незалежності 12, 14; Шевченка 3а',
  );
  expect(placesText([])).toBe('');
});
