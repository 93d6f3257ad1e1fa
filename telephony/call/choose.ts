import type { Call } from './call.ts';
import type { Utterance } from './call-parts.ts';
import { Detour, detours } from './detour.ts';
import { Tries, type Worded, wordingAgain, wordingsOf } from './tries.ts';

/** A menu as data. */
export interface Menu extends Worded {
  /** Its name in the log. */
  name: string;
  /** The keys that are answers. */
  keys: string;
  /** How long the caller may think after the prompts. */
  thinkMs?: number;
  /** What is said after a wrong key and after silence: the first try, the second; their number is the number of tries. */
  wrong?: readonly Utterance[];
  silence?: readonly Utterance[];
  /** Counts together with other questions; of its own unless told. */
  tries?: Tries;
}

const usual = {
  thinkMs: 6_000,
  wrong: ['key.wrong', 'key.wrong.again'],
  silence: ['silence.first', 'silence.second'],
} satisfies Partial<Menu>;

/**
 * Says the menu and waits for one of its keys. The first wrong key or silence gets a sentence and the menu in other words;
 * the second a sentence that offers a person, and time to think.
 * `*` says the menu again, as often as one likes; it gives no try back.
 * @returns the key, or null when all tries are used up.
 * @throws Detour when the caller pressed a key that is good everywhere and is no answer here
 */
export async function choose(call: Call, menu: Menu): Promise<string | null> {
  const { thinkMs, wrong, silence, tries } = { ...usual, tries: new Tries(), ...menu };
  const wordings = wordingsOf(menu);
  for (let wording = tries.failed; ; ) {
    const prompts = wordings[wording] ?? [];
    call.asks({ name: menu.name, kind: 'key', keys: menu.keys, wording, prompts });
    await call.say(...prompts);
    const key = await call.keys.next(thinkMs, call.signal);
    if (key !== null) call.keys.answered();
    if (key !== null && menu.keys.includes(key)) return key;
    const meant = key === null ? undefined : meaning(call, key);
    if (meant === 'again') {
      wording = wordingAgain(wordings, tries.failed);
      continue;
    }
    if (meant) throw meant;
    if (key === null) call.step({ kind: 'silence', menu: menu.name });
    else call.step({ kind: 'key-wrong', key, menu: menu.name });
    const answer = (key === null ? silence : wrong)[tries.failed];
    if (answer === undefined) return null;
    tries.fail();
    wording = tries.failed;
    // Several wrong keys at once are one mistake: they get one answer, and the right key among them is still taken.
    const right = dropWrong(call, menu.keys);
    if (right !== undefined) return right;
    await call.say(answer);
  }
}

/** What a key means that is no answer to the question. */
export function meaning(call: Call, key: string): 'again' | Detour | undefined {
  if (key === '*') return 'again';
  const to = call.detours ? detours[key] : undefined;
  return to && new Detour(to);
}

function dropWrong(call: Call, keys: string): string | undefined {
  for (let key = call.keys.take(); key !== undefined; key = call.keys.take()) {
    if (!keys.includes(key)) continue;
    call.keys.answered();
    return key;
  }
  return undefined;
}
