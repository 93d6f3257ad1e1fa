import { expect, test } from 'vitest';
import { demandPlainPaths } from './prepare.ts';

test.each(['/srv/Дім, Київ/.holos', '/srv/a;b', '/srv/a&b', '/srv/$HOME'])(
  'in %s, which Asterisk would read otherwise, nothing is started',
  (unfit) => {
    const fit = '/srv/Мій дім (2)/.holos';
    expect(() => demandPlainPaths({ home: unfit, cache: fit })).toThrow(`${unfit} has a comma`);
    expect(() => demandPlainPaths({ home: fit, cache: unfit })).toThrow(`${unfit} has a comma`);
    expect(() => demandPlainPaths({ home: fit, cache: fit })).not.toThrow();
  },
);
