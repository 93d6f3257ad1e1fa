import { expect, test } from 'vitest';
import { commandEngine, espeak, splitCommand } from './engines.ts';
import { readWav } from './sound/wav.ts';

const soon = () => AbortSignal.timeout(5000);

test('a command is split into words without a shell', () => {
  expect(splitCommand(`say --voice "Olena 2" --rate='1 .2' {text} ; rm -rf $HOME`)).toEqual([
    'say',
    '--voice',
    'Olena 2',
    '--rate=1 .2',
    '{text}',
    ';',
    'rm',
    '-rf',
    '$HOME',
  ]);
  expect(() => splitCommand('say "open')).toThrow(
    expect.objectContaining({ code: 'speech.command-invalid' }),
  );
  expect(() => commandEngine(' ')).toThrow(expect.objectContaining({ code: 'speech.command-invalid' }));
});

test('text comes on standard input, the WAV from standard output', async () => {
  const engine = commandEngine('espeak-ng -v {language} --stdin --stdout');
  const sound = readWav(await engine.speak('Добрий день', 'uk', soon()));
  expect(sound.samples.length).toBeGreaterThan(sound.rate / 2);
});

test('or text comes as one argument, whatever is in it, and the WAV in a file', async () => {
  const engine = commandEngine('espeak-ng -v {language} -w {file} {text}');
  const sound = readWav(await engine.speak('Good day; $(reboot) {file}', 'en', soon()));
  expect(sound.samples.length).toBeGreaterThan(sound.rate / 2);
});

test('a program that is missing, fails or hangs is an error with a code', async () => {
  const failed = expect.objectContaining({ code: 'speech.program-failed' });
  for (const command of ['no-such-program-here', 'false', 'sh -c "echo sorry >&2; exit 3"']) {
    await expect(commandEngine(command).speak('a', 'en', soon())).rejects.toEqual(failed);
  }
  await expect(commandEngine('sleep 60').speak('a', 'en', AbortSignal.timeout(50))).rejects.toEqual(failed);
});

test('espeak-ng speaks every language', async () => {
  for (const [language, text] of [
    ['uk', 'Зачекайте'],
    ['ru', 'Подождите'],
    ['en', 'Wait'],
  ] as const) {
    expect(readWav(await espeak().speak(text, language, soon())).samples.length).toBeGreaterThan(5000);
  }
});

test('above 250% only long sentences are spoken faster, by so much that each still lasts a second', async () => {
  const secondsOf = async (text: string, percent: number) => {
    const { samples, rate } = readWav(await espeak(percent).speak(text, 'uk', soon()));
    return samples.length / rate;
  };
  const short = 'Дякуємо за дзвінок.';
  expect(await secondsOf(short, 500)).toBe(await secondsOf(short, 250));
  const long = 'Щоб поговорити з оператором, натисніть нуль. Щоб почути все ще раз, натисніть зірочку.';
  const fast = await secondsOf(long, 500);
  expect(fast).toBeLessThan(0.65 * (await secondsOf(long, 250)));
  expect(fast).toBeGreaterThan(1);
});

test('espeak-ng speaks faster or slower as one likes, and such sounds are kept apart', async () => {
  const lengths: number[] = [];
  for (const speed of [60, 100, 200]) {
    const { samples, rate } = readWav(await espeak(speed).speak('Щоб поговорити з оператором', 'uk', soon()));
    lengths.push(samples.length / rate);
  }
  const [slow = 0, usual = 0, fast = 0] = lengths;
  expect(slow).toBeGreaterThan(usual * 1.3);
  expect(fast).toBeLessThan(usual * 0.7);
  expect(new Set([60, 100, 200].map((speed) => espeak(speed).id)).size).toBe(3);
  expect(espeak().id).toBe(espeak(100).id);
});
