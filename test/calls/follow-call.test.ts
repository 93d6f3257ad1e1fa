import { afterAll, beforeAll, expect, test } from 'vitest';
import { follow } from '../../cli/parts/follow-call.ts';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { startPlainAsterisk } from '../town/plain-asterisk.ts';
import { Recogniser } from '../town/recognise.ts';
import { testSettings } from '../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../town/town.ts';

/** What `./holos call` prints, tried against a plain dialplan, whose every move is known. */
let town: Town;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const { settings, remove } = await testSettings();
  const repertoire = await repertoireOf(settings);
  const sound = async (prompt: string, parameters = {}) =>
    (await repertoire.voice.say(prompt, 'uk', parameters))[0]?.path;
  const stopPlain = await startPlainAsterisk(
    settings,
    `exten => 750600,1,Answer(,i)
 same => n,Playback(${await sound('greeting.750-600')})
 same => n,Background(${await sound('menu.emergency', { key: 7 })})
 same => n,Background(${await sound('menu.operator', { key: 0 })})
 same => n,WaitExten(20)
exten => 0,1,MusicOnHold(default,2)
 same => n,Read(KEY,${await sound('queue.none')},1,,1,20)
 same => n,Playback(${await sound('goodbye')})
 same => n,Hangup()
exten => 200,1,Busy()
`,
    repertoire.music?.[0]?.replace(/\/[^/]+$/, ''),
  );
  town = await startTown({ place: townPlace(settings, { sipPort: settings.ports.sip }), repertoire });
  stops.push(() => town.stop(), stopPlain, remove);
});

afterAll(async () => {
  for (const stop of stops) await stop();
});

async function told(number: string, keys: string[], forMs?: number) {
  const lines: string[] = [];
  const times: number[] = [];
  const recogniser = new Recogniser(town.repertoire, await town.repertoire.all());
  const call = await town.resident('+380501112233').calls(number);
  const print = (atMs: number, text: string) => {
    lines.push(text);
    times.push(atMs);
  };
  const signal = AbortSignal.timeout(50_000);
  const answered = await follow(call, recogniser, { keys, stayMs: 20_000, forMs, print, signal });
  return { answered, lines, at: (line: string) => times[lines.indexOf(line)] ?? Number.NaN };
}

test('what is heard is told in its own words, and keys are pressed when their turn has come', async () => {
  const { answered, lines } = await told('750600', ['0', '1']);
  expect(answered).toBe(true);
  // The first sound comes with the answer: either may be told first.
  expect(lines.slice(0, 2)).toContain('answered');
  const order = [
    /^heard «.+» \(greeting\.750-600, uk\)$/,
    /\(menu\.emergency, uk\)$/,
    /\(menu\.operator, uk\)$/,
    // Named by the menu.
    'pressed 0',
    'heard music',
    /\(queue\.none, uk\)$/,
    // Named by no parameter: pressed when nothing more is said.
    'pressed 1',
    /\(goodbye, uk\)$/,
    /^ended by holos/,
  ];
  const found = order.map((wanted) =>
    lines.findIndex((line) => (typeof wanted === 'string' ? line === wanted : wanted.test(line))),
  );
  expect({ found, lines }).toEqual({ found: found.toSorted((a, b) => a - b), lines });
  expect(found).not.toContain(-1);
});

test('after the time for which one stays one hangs up, whatever is left to be pressed', async () => {
  const { answered, lines, at } = await told('750600', ['0', '1'], 3_000);
  expect(answered).toBe(true);
  expect(lines).not.toContain('pressed 1');
  const stayedMs = at('hung up') - at('answered');
  expect(stayedMs).toBeGreaterThan(2_990);
  expect(stayedMs).toBeLessThan(4_000);
});

test('a call that is not answered says why', async () => {
  const { answered, lines } = await told('200', []);
  expect(answered).toBe(false);
  expect(lines.at(-1)).toMatch(/^not answered: SIP 486/);
});
