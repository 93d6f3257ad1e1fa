import { expect, test } from 'vitest';
import { administrator, type Surroundings } from './administrator.ts';
import { needsToRun, planInstallation } from './packages.ts';

/** A user called anna; `agrees` are the words with which sudo says yes. */
function anna({ agrees = '', isTerminal = false, uid = 1000 }) {
  const asked: string[] = [];
  const said: string[] = [];
  const around: Surroundings = {
    uid,
    name: 'anna',
    isTerminal,
    async sudo(words, asking) {
      asked.push(`${words.join(' ')}${asking ? ' (asking)' : ''}`);
      return words.join(' ') === agrees;
    },
    tell: (text) => said.push(text),
  };
  const has = (sudo: boolean) => (program: string) => program === 'apt-get' || (sudo && program === 'sudo');
  const plan = (sudo = true) => planInstallation(needsToRun, has(sudo), administrator(around));
  return { plan, asked, said };
}

const packages = ['mariadb-server-core', 'mariadb-client-core', 'espeak-ng', 'ffmpeg'];
const command = `sudo apt-get update && sudo apt-get install --no-install-recommends --no-remove ${packages.join(' ')}`;

test('nothing is asked of anyone where nothing is missing', async () => {
  expect(await planInstallation(needsToRun, () => true)).toBeUndefined();
});

test('root needs no sudo', async () => {
  const { plan, asked } = anna({ uid: 0 });
  expect(await plan()).toEqual({ packages, right: [] });
  expect(asked).toEqual([]);
});

test('sudo that needs no password is used without asking', async () => {
  const { plan, said } = anna({ agrees: '-n true' });
  expect(await plan()).toEqual({ packages, right: ['sudo', '-n'] });
  expect(said).toEqual([]);
});

test('at a terminal sudo asks for the password, after it was said what for', async () => {
  const { plan, asked, said } = anna({ agrees: '-v', isTerminal: true });
  expect(await plan()).toEqual({ packages, right: ['sudo'] });
  expect(said).toEqual([expect.stringContaining('espeak-ng')]);
  expect(asked).toEqual(['-n true', '-v (asking)']);
});

test.each([
  ['without a terminal', { isTerminal: false }, true, /without a password/],
  ['whom sudo refuses', { isTerminal: true }, true, /sudo does not let anna/],
  ['without sudo', { isTerminal: true }, false, /no sudo/],
])('a user %s is told the command for an administrator', async (_who, user, sudo, why) => {
  const refused = await anna(user)
    .plan(sudo)
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'cli.no-permission', message: expect.stringMatching(why) });
  expect((refused as Error).message.endsWith(`: ${command}`)).toBe(true);
});
