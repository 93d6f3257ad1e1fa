import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { configureAsterisk } from './configure.ts';
import { hotlineLines } from './configure-dialplan.ts';

const program = {
  program: ['asterisk'],
  moduleFolder: '/modules',
  dataFolder: '/data',
  version: '22',
  origin: 'machine',
};
let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'configure-'));
  await Promise.all(['sorry', 'no-number'].map((name) => writeFile(path.join(home, `${name}.wav`), '')));
});

afterEach(() => rm(home, { recursive: true }));

async function render(environment: Record<string, string> = {}) {
  const settings = readSettings({ HOLOS_HOME: home, ...environment });
  const place = await configureAsterisk(settings, program, [
    {
      number: '750600',
      fallbackSounds: [path.join(home, 'sorry')],
      withheldSounds: [path.join(home, 'no-number')],
    },
  ]);
  const read = (name: string) => readFile(path.join(place.etc, name), 'utf8');
  return { place, pjsip: await read('pjsip.conf'), dialplan: await read('extensions.conf'), read };
}

/** The text of one section of a .conf file. */
function section(text: string, head: string): string {
  return text.slice(text.indexOf(head)).split('\n\n')[0] ?? '';
}

test('the carrier is known by its address; neither carrier nor town is known by a name in From', async () => {
  const { pjsip } = await render({ HOLOS_CARRIER: '192.0.2.7:5080', HOLOS_DEMO: '1' });
  expect(pjsip).toContain('match = 192.0.2.7/32');
  expect(pjsip).toContain('contact = sip:192.0.2.7:5080');
  for (const trunk of ['[carrier](trunk)', '[town](trunk)'])
    expect(section(pjsip, trunk)).toContain('identify_by = ip');
  expect(pjsip.match(/type = identify/g)).toHaveLength(1);
});

test('a carrier with a user is known by digest, and a semicolon in its password stays in it', async () => {
  const { pjsip } = await render({ HOLOS_CARRIER_USER: 'trunk7', HOLOS_CARRIER_PASSWORD: 'pass;word' });
  expect(section(pjsip, '[trunk7](trunk)')).toContain('identify_by = auth_username');
  expect(section(pjsip, '[carrier](trunk)')).toContain('outbound_auth = carrier-auth');
  expect(pjsip).toContain('password = pass\\;word');
  expect(pjsip).not.toContain('type = identify\n');
});

test('there is no endpoint for everybody, and the town only in the demo', async () => {
  const { pjsip } = await render();
  expect(pjsip).not.toMatch(/\[anonymous\]|\[town\]/);
});

test('an incoming call reaches the application or the fallback, and nothing that dials', async () => {
  const { dialplan } = await render();
  expect(dialplan).toMatch(
    /exten => 750600,1,Set.*\n same => n,GotoIf.*again\)\n same => n,Ringing\(\)\n same => n,Gosub\(asserted-number,s,1\)\n same => .*prohib.*\n same => .*Privacy.*\n same => n\(withheld\),Set\(CALLERID\(num\)=anonymous\)\n same => n\(shown\),Stasis\(holos,incoming,750600\)/,
  );
  expect(dialplan).toContain(`Playback(${home}/sorry)`);
  expect(dialplan).not.toMatch(/Dial\(|Originate\(|include =>/);
});

test('no module is loaded by which somebody outside could move a call, or run the dialplan by a message', async () => {
  const { read } = await render();
  const modules = await read('modules.conf');
  expect(modules).toMatch(/^load = res_pjsip_session\.so$/m);
  expect(modules).not.toMatch(/^load = res_pjsip_(refer|messaging)/m);
});

test('a long number is answered with a plus before it, too; a short one is not', () => {
  const lines = hotlineLines(['750600', '380342750600']);
  expect(lines).toContain('exten => +380342750600,1,Goto(380342750600,1)');
  expect(lines).not.toContain('+750600');
});

test('the password is made once, is in no file that others read, and every value is filled in', async () => {
  const first = await render();
  const second = await render();
  expect(await second.read('ari.conf')).toBe(await first.read('ari.conf'));
  for (const file of [path.join(first.place.etc, 'ari.conf'), path.join(home, 'asterisk/password')]) {
    expect((await stat(file)).mode & 0o077).toBe(0);
  }
});

test.each(['sorry', 'no-number'])(
  'a fallback (%s) that is not there is told before Asterisk starts',
  async (name) => {
    await rm(path.join(home, `${name}.wav`));
    await expect(render()).rejects.toMatchObject({ code: 'asterisk.no-sound' });
  },
);
