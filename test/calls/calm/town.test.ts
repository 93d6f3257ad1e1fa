import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../../log.ts';
import { createVoice } from '../../../speech/voice-maker.ts';
import { startPlainAsterisk } from '../../town/plain-asterisk.ts';
import { Finder } from '../../town/sound/correlate.ts';
import { readWav } from '../../town/sound/wav.ts';
import { testSettings } from '../../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../../town/town.ts';

/** The town is tried against a plain dialplan, whose every move is known. */
let town: Town;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const { settings, remove } = await testSettings();
  const log = createLog('warn');
  const voice = await createVoice({ settings, log });
  const sound = async (prompt: string, parameters = {}) => {
    const [first] = await voice.say(prompt, 'uk', parameters);
    return first?.path;
  };
  const { folder, file } = await voice.music();
  const greeting = await sound('greeting.750-600');
  const stopPlain = await startPlainAsterisk(
    settings,
    `exten => 750600,1,Answer(,i)
 same => n,Playback(${greeting})
 same => n,Read(KEYS,${await sound('notice.recorded')},3,,1,2)
 same => n,GotoIf($["\${KEYS}" = "123"]?all)
 same => n,Playback(${await sound('queue.position', { position: 3 })})
 same => n,Wait(0.4)
 same => n,Hangup()
 same => n(all),Playback(${await sound('queue.position', { position: 4 })})
 same => n,Wait(0.4)
 same => n,Hangup()
exten => 104,1,Answer(,i)
 same => n,Background(${greeting})
 same => n,WaitExten(5)
exten => 5,1,MusicOnHold(default,3)
 same => n,Wait(3)
 same => n,Playback(${await sound('goodbye')})
 same => n,Hangup(17)
exten => 200,1,Busy()
exten => 300,1,Answer(,i)
 same => n,Wait(0.2)
 same => n,Set(CALLERID(num)=\${CALLERID(num)})
 same => n,Dial(PJSIP/\${CALLERID(num)}@carrier,5)
 same => n,Hangup()
exten => 400,1,Set(SAID=\${CALLERID(num)})
 same => n,Answer(,i)
 same => n,Echo()
`,
    folder,
  );
  const guesses = { position: [1, 2, 3, 4, 5], key: ['0', '7'] };
  town = await startTown({
    place: townPlace(settings, { sipPort: settings.ports.sip }),
    repertoire: { voice, keys: voice.keys(), guesses, music: [file] },
    log,
  });
  stops.push(() => town.stop(), stopPlain, remove);
  // All that may be heard is spoken when the first of it is listened to: that takes seconds, once.
  const first = await town.resident('+380501112200').calls('104');
  await first.hears('greeting.750-600');
  await first.hangsUp();
});

afterAll(async () => {
  for (const stop of stops) await stop();
});

describe('a resident who calls', () => {
  it('hears prompts, presses a key, and is told who hung up', async () => {
    const call = await town.resident('+380501112233').calls('750600');
    const greeting = await call.hears('greeting.750-600');
    expect(greeting.atMs).toBeLessThan(200);
    expect(greeting.recognisedAtMs - greeting.atMs).toBeLessThan(2000);
    await call.hears('notice.recorded');
    await call.presses('1');
    const position = await call.heardWhole('queue.position', { position: 3 });
    expect(position.words).toContain('третій');
    expect(await call.ended()).toMatchObject({ by: 'holos', cause: 16, sipStatus: null });
  });

  it('presses several keys together', async () => {
    const call = await town.resident('+380501112233').calls('750600');
    await call.hears('notice.recorded');
    await call.pressesTogether('123');
    await call.hears('queue.position', { position: 4 });
    await call.hangsUp();
    expect(await call.ended()).toMatchObject({ by: 'resident' });
  });

  it('tells in the error what was heard instead', async () => {
    const call = await town.resident('+380501112233').calls('750600');
    await expect(call.hears('goodbye', {}, { limitMs: 3000 })).rejects.toThrow(
      /heard greeting\.750-600 \(uk\)/,
    );
    await call.hangsUp();
  });

  it('notices a prompt that was cut off by a key, then music, silence and the end', async () => {
    const call = await town.resident('+380501112233').calls('104');
    await call.listens(400);
    await call.presses('5');
    // The music lasts 3 s: to find out first that the prompt was not heard whole may take all of them.
    const music = call.hearsMusic();
    await expect(call.heardWhole('greeting.750-600', {}, { limitMs: 500 })).rejects.toMatchObject({
      code: 'town.not-heard',
    });
    await music;
    await call.hearsSilence(1500);
    await call.hears('goodbye');
    await call.ended();
    const story = await call.story();
    expect(story).toMatch(/cut off after \d+ ms/);
    expect(story).toMatch(/music, [23]\.\d s/);
  });

  it('is told busy and no such number by SIP', async () => {
    const busy = await town.resident('+380501112233').calls('200');
    expect(await busy.ended()).toMatchObject({ by: 'holos', cause: 17, sipStatus: 486 });
    const wrong = await town.resident('+380501112233').calls('999');
    expect(await wrong.ended()).toMatchObject({ by: 'holos', cause: 1, sipStatus: 404 });
  });

  it('is heard at the other end', async () => {
    const call = await town.resident('+380501112233').calls('400');
    await call.isAnswered();
    const file = await town.sentence('no-heating');
    await call.says(file);
    const [found] = new Finder([(await readWav(file)).slice(0, 16_000)]).find(call.heard(), 0, 80_000, 0.9);
    expect(found?.ncc).toBeGreaterThan(0.95);
    await call.hangsUp();
  });
});

it('a call that cannot be placed fails, and with it nothing else', async () => {
  // That it did not start would be noticed seconds later, by nobody, and end the process.
  await expect(town.resident('+380501112233').calls('400@nowhere/')).rejects.toMatchObject({
    code: 'ari.failed',
  });
});

describe('a resident who is called', () => {
  const calledBack = async (number: string) => (await town.resident(number).calls('300')).ended();

  it('answers, and hangs up', async () => {
    const olena = town.resident('+380990001111');
    olena.answers({ afterMs: 200, as: 'silence', hangsUpAfterMs: 300 });
    const ending = calledBack('+380990001111');
    const call = await olena.isCalled();
    expect(await call.ended()).toMatchObject({ by: 'resident', cause: 16 });
    await ending;
  });

  it('is busy, rejects, has no telephone', async () => {
    const petro = town.resident('+380990002222');
    for (const [wish, cause] of [
      ['isBusy', 17],
      ['rejects', 21],
      ['hasNoTelephone', 1],
    ] as const) {
      petro[wish]();
      const ending = calledBack('+380990002222');
      const call = await petro.isCalled();
      expect(await call.ended()).toMatchObject({ by: 'resident', cause });
      await ending;
    }
  });

  it('does not answer until the caller gives up', async () => {
    const ivan = town.resident('+380990003333');
    ivan.doesNotAnswer();
    const ending = calledBack('+380990003333');
    const call = await ivan.isCalled();
    expect(await call.ended()).toMatchObject({ by: 'holos' });
    await ending;
    expect(town.takeFaults()).toEqual([]);
  });
});
