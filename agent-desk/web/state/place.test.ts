import { afterAll, expect, test, vi } from 'vitest';
import type { Operator } from './contract.ts';

afterAll(() => vi.unstubAllGlobals());

test.each([
  ['operator', 'desk'],
  ['supervisor', 'wall'],
] as const)(
  'an address that only those who lead may open, opened by an %s, shows the %s',
  async (role, shown) => {
    const operator: Operator = { id: 1, login: 'olena', name: 'Олена', role };
    vi.stubGlobal('location', { hash: '#/wall' });
    vi.stubGlobal('window', { sessionStorage: { getItem: () => null, setItem: () => undefined } });
    vi.stubGlobal('fetch', async () => Response.json(operator));
    vi.resetModules();
    const [{ session }, { here }] = await Promise.all([
      import('./session.svelte.ts'),
      import('./place.svelte.ts'),
    ]);
    await session.logIn('olena', 'right');
    expect(here.screen).toBe(shown);
  },
);
