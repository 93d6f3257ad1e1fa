import { getEventListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandSender } from './sender.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holos-sms-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const sms = { id: 7, number: '+380501112233', text: 'Довідка «26-000001»; $(reboot) готова' };

test('the program gets number, id and text as they are, without a shell, and the text on its standard input', async () => {
  const script = path.join(folder, 'send.sh');
  const out = path.join(folder, 'out');
  await writeFile(script, 'printf "%s\\n" "$@" > "$0.args"; cat > "$0.text"');
  const send = commandSender(`sh ${script} --to={number} {id} "{text}" {other}`);
  expect(await send(sms, never)).toEqual({ outcome: 'accepted', fault: null });
  expect(await readFile(`${script}.args`, 'utf8')).toBe(`--to=+380501112233\n7\n${sms.text}\n{other}\n`);
  expect(await readFile(`${script}.text`, 'utf8')).toBe(sms.text);
  await expect(readFile(out)).rejects.toThrow();
});

test.each([
  ['exit 0', 'accepted', null, undefined],
  ['echo no money >&2; exit 1', 'failed', 'the program ended with code 1', 'no money'],
  ['exit 75', 'failed', 'the program ended with code 75', undefined],
  ['echo wrong number >&2; exit 65', 'refused', 'the program ended with code 65', 'wrong number'],
  ['kill -9 $$', 'unclear', 'the program was ended before it had answered', undefined],
])('%s: %s', async (script, outcome, fault, said) => {
  expect(await commandSender(`sh -c "${script}"`)(sms, never)).toEqual({ outcome, fault, said });
});

test('a program that cannot be run has sent nothing; one that is cut off may have', async () => {
  const missing = await commandSender('/nowhere/send {number}')(sms, never);
  expect(missing).toMatchObject({ outcome: 'failed', fault: expect.stringContaining('/nowhere/send') });
  const cut = new AbortController();
  const sending = commandSender('sleep 60')(sms, cut.signal);
  cut.abort();
  expect(await sending).toMatchObject({ outcome: 'unclear' });
});

test('a program that takes too long is ended, and may have sent it', async () => {
  expect(await commandSender('sleep 60', 100)(sms, never)).toMatchObject({ outcome: 'unclear' });
});

test('a script is ended with the program that it waits for, and one that leaves something behind is over with its own end', async () => {
  const script = path.join(folder, 'waits.sh');
  const begun = path.join(folder, 'begun');
  await writeFile(script, `touch ${begun}; sleep 60; exit 0`);
  const cut = new AbortController();
  const sending = commandSender(`sh ${script}`)(sms, cut.signal);
  await expect.poll(() => existsSync(begun)).toBe(true);
  cut.abort();
  expect(await sending).toMatchObject({ outcome: 'unclear' });
  expect(await commandSender(`sh ${script}`, 100)(sms, never)).toMatchObject({ outcome: 'unclear' });
  const left = path.join(folder, 'left');
  await writeFile(script, `sleep 60 & echo $! > ${left}; exit 0`);
  try {
    expect(await commandSender(`sh ${script}`)(sms, never)).toEqual({ outcome: 'accepted', fault: null });
  } finally {
    process.kill(Number(await readFile(left, 'utf8')));
  }
});

test('nothing listens any more for a message that was handed over, however many they were', async () => {
  const { signal } = new AbortController();
  const send = commandSender('true');
  for (let count = 0; count < 12; count++) await send(sms, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test.each(['', ' ', 'send "open'])('the command %j is refused when Holos starts', (command) => {
  expect(() => commandSender(command)).toThrow(/HOLOS_SMS_COMMAND/);
});
