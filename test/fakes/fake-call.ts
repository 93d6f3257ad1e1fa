import type { Language } from '../../config/company.ts';
import { HolosError } from '../../errors.ts';
import { type AskedOfCaller, Bus, type Step } from '../../events.ts';
import { createLog } from '../../log.ts';
import type { AriEvent, AriOperation } from '../../telephony/asterisk/node.ts';
import { Call } from '../../telephony/call/call.ts';
import type { CallParts, Utterance } from '../../telephony/call/call-parts.ts';

/** A call on an Asterisk that plays every sound in no time, and all that was said in it. */
export interface FakeCall {
  readonly call: Call;
  /** Each sentence with its values, in the order they were said. */
  readonly said: string[];
  /** In which language each of them was. */
  readonly languages: Language[];
  readonly steps: Step[];
  /** The name of each question, and how many sentences were said before it. */
  readonly asked: { name: string; saidBefore: number }[];
  /** How many were said before each key that a question takes for its answer. */
  readonly answeredAfter: number[];
}

/**
 * @param number that of the caller; null when withheld
 * @param more prompts that there are not, and the call's id where there are several
 */
export function fakeCall(
  number: string | null = '+380501112233',
  { unknown = [], id = 'n1-1' }: { unknown?: readonly string[]; id?: string } = {},
): FakeCall {
  const said: string[] = [];
  const languages: Language[] = [];
  const steps: Step[] = [];
  const asked: FakeCall['asked'] = [];
  const answeredAfter: number[] = [];
  let last: AskedOfCaller | undefined;
  const bus = new Bus((error) => {
    throw error;
  });
  bus.on('step', (step) => steps.push(step));
  bus.on('question', (question) => {
    last = question;
    asked.push({ name: question.name, saidBefore: said.length });
  });
  bus.on('step', (step) => {
    if (step.kind === 'key' && last?.kind !== 'digits' && last?.keys.includes(step.key))
      answeredAfter.push(said.length);
  });
  bus.on('speech', ({ text, language }) => {
    said.push(text);
    languages.push(language);
  });
  const speaker = {
    say: async (prompt: string) => {
      if (unknown.includes(prompt)) throw new HolosError('speech.no-prompt', `no text for ${prompt}`);
      return [];
    },
    words: (prompt: string, _: string, parameters?: object) => sentence([prompt, { ...parameters }]),
  };
  const parts = { node: playingAtOnce(), bus, live: new Map(), log: createLog('silent', false), speaker };
  const facts = { id, direction: 'in', hotline: '750-600', number, language: 'uk' } as const;
  const call = new Call({ ...facts, arrivedAt: new Date() }, parts as unknown as CallParts);
  return { call, said, languages, steps, asked, answeredAfter };
}

/** How a prompt with these values stands in `said`. */
export function sentence(utterance: Utterance): string {
  const [prompt, parameters = {}] = typeof utterance === 'string' ? [utterance] : utterance;
  return `${prompt} ${JSON.stringify(parameters)}`;
}

function playingAtOnce() {
  const listeners = new Map<string, (event: AriEvent) => void>();
  return {
    name: 'n1',
    onSubject(subject: string, listener: (event: AriEvent) => void) {
      listeners.set(subject, listener);
      return () => listeners.delete(subject);
    },
    // Its link never goes down.
    onState: () => () => undefined,
    ari: async () => undefined,
    ariInOrder(operations: readonly AriOperation[]) {
      return operations.map(async ({ parameters: { playbackId } = {} }) => {
        const finished = { type: 'PlaybackFinished', playback: { id: playbackId, state: 'done' } };
        queueMicrotask(() => listeners.get(String(playbackId))?.(finished as unknown as AriEvent));
      });
    },
  };
}
