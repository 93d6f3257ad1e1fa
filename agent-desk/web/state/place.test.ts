import { afterAll, expect, test, vi } from 'vitest';
import type { Operator } from './contract.ts';

afterAll(() => vi.unstubAllGlobals());

test.each([
  ['wall', 'operator', 'desk'],
  ['wall', 'supervisor', 'wall'],
  ['people', 'supervisor', 'desk'],
  ['people', 'administrator', 'people'],
] as const)(
  'the address of %s, which not everybody may open, shows the role %s the screen %s',
  async (place, role, shown) => {
    const operator: Operator = { id: 1, login: 'olena', name: 'Олена', role };
    vi.stubGlobal('location', { hash: `#/${place}` });
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
