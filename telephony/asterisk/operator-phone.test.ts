import { expect, test } from 'vitest';
import { AriError } from './link-errors.ts';
import { removeOperatorPhone, setOperatorPhone } from './operator-phone.ts';

test.each(['carrier', 'town', '', 'a b', 'x;y', '../x', '1abc'])(
  '"%s" is no name for a phone',
  async (name) => {
    const node = { ari: async <T>() => undefined as T };
    await expect(setOperatorPhone(node, { name, password: 'p', kind: 'browser' })).rejects.toMatchObject({
      code: 'operator.bad-name',
    });
  },
);

test('the endpoint is pushed last, when all that it needs is there; a phone that is not there is removed quietly', async () => {
  const asked: unknown[] = [];
  const node = {
    ari: async <T>(_: string, operation: string, parameters: Record<string, unknown> = {}): Promise<T> => {
      asked.push(parameters.objectType);
      if (operation === 'deleteObject') throw new AriError('ari.not-found', 'gone', 404);
      return undefined as T;
    },
  };
  await setOperatorPhone(node, { name: 'olha', password: 'secret', kind: 'browser' });
  await removeOperatorPhone(node, 'olha');
  expect(asked).toEqual(['auth', 'aor', 'endpoint', 'endpoint', 'aor', 'auth']);
});
