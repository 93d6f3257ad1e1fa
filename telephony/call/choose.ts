import type { Call, Utterance } from './call.ts';

/** A menu as data. */
export interface Menu {
  /** Its name in the log. */
  name: string;
  prompts: readonly Utterance[];
  /** The keys that are answers. */
  keys: string;
  /** How long the caller may think after the prompts. */
  thinkMs?: number;
  /** What is said after a wrong key and after silence: the first try, the second; their number is the number of tries. */
  wrong?: readonly Utterance[];
  silence?: readonly Utterance[];
}

const usual = {
  thinkMs: 6_000,
  wrong: ['key.wrong', 'key.wrong.again'],
  silence: ['silence.first', 'silence.second'],
} satisfies Partial<Menu>;

/**
 * Says the menu and waits for one of its keys. A wrong key and silence are answered in words that differ each time; the
 * menu is said again after them.
 * @returns the key, or null when all tries are used up: the flow offers a person then.
 */
export async function choose(call: Call, menu: Menu): Promise<string | null> {
  const { thinkMs, wrong, silence } = { ...usual, ...menu };
  for (let tries = 0; ; tries++) {
    await call.say(...menu.prompts);
    const key = await call.keys.next(thinkMs, call.signal);
    if (key !== null && menu.keys.includes(key)) return key;
    if (key === null) call.step({ kind: 'silence', menu: menu.name });
    else call.step({ kind: 'key-wrong', key, menu: menu.name });
    const answer = (key === null ? silence : wrong)[tries];
    if (answer === undefined) return null;
    // Several wrong keys at once are one mistake: they get one answer, and the right key among them is still taken.
    const right = dropWrong(call, menu.keys);
    if (right !== undefined) return right;
    await call.say(answer);
  }
}

function dropWrong(call: Call, keys: string): string | undefined {
  for (let key = call.keys.take(); key !== undefined; key = call.keys.take()) {
    if (keys.includes(key)) return key;
  }
  return undefined;
}
