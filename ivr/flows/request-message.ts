import type { Call } from '../../telephony/call/call.ts';
import type { Menu } from '../../telephony/call/choose.ts';
import { Detour } from '../../telephony/call/detour.ts';
import type { Message } from '../../telephony/call/record.ts';

const review: Menu = {
  name: 'request.review',
  prompts: ['request.review'],
  again: ['request.review.again'],
  // Who leads back has sent it, too, and hears its number on the way: a # pressed again must not be the end of it.
  keys: '123#',
};

/** A message with less voice is none: it is asked for once more. */
const leastVoicedMs = 600;

/** How a message is asked for. */
export interface Asking {
  /** The prompt before the signal. */
  prompt: string;
  longestMs: number;
}

/**
 * Records what the caller wants, lets him hear it and do it again, and hands it in.
 * @param handIn keeps the message and gives what came of it; the same message may be handed in twice
 * @returns what `handIn` gave, or null when there is no message
 */
export async function takeMessage<T>(
  call: Call,
  ask: Asking,
  handIn: (message: Message) => Promise<T>,
): Promise<T | null> {
  // A hang-up after having spoken is how many people send a message.
  const ifLeft = async (message: Message) => {
    if (message.voicedMs >= leastVoicedMs) await handIn(message);
  };
  for (;;) {
    const message = await call.once('request.message', () => recordMessage(call, ask, ifLeft));
    if (message === null) return null;
    if (await isSent(call, message, ifLeft)) return handIn(message);
    call.note('request.message', null);
  }
}

async function recordMessage(
  call: Call,
  { prompt, longestMs }: Asking,
  ifLeft: (message: Message) => Promise<void>,
): Promise<Message | null> {
  for (const silent of ['request.silent', 'request.silent.again']) {
    const message = await call.record({ name: 'request', prompts: [prompt], longestMs, ifLeft });
    if (message.voicedMs >= leastVoicedMs) return message;
    await call.say(silent);
  }
  return null;
}

/** Sent unless the caller wants to record it anew. A caller who chooses nothing has sent it, and so has one who goes. */
async function isSent(
  call: Call,
  message: Message,
  ifLeft: (message: Message) => Promise<void>,
): Promise<boolean> {
  try {
    for (;;) {
      const key = await call.choose(review);
      if (key === '3') return false;
      if (key !== '2') return true;
      await call.playSound(message.sound);
    }
  } catch (error) {
    // However the caller leaves this question, what was said is kept; after another language it is asked again, and who leaves
    // that choice has his message handed in by it (`handInUnsent`).
    if (!(error instanceof Detour && error.to === 'language')) await ifLeft(message);
    throw error;
  }
}
