import type { Language } from '../../config/company.ts';
import type { Bus } from '../../events.ts';
import type { Logger } from '../../log.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import type { Call } from './call.ts';
import type { Playable } from './play.ts';

export type Parameters = Readonly<Record<string, string | number | Date>>;

/** Who turns a prompt's name into sounds and words; `speech` is given here by the composition root. */
export interface Speaker {
  say(prompt: string, language: Language, parameters?: Parameters): Promise<readonly Playable[]>;
  words(prompt: string, language: Language, parameters?: Parameters): string;
  /** The tone after which a caller speaks. */
  signal(): Promise<Playable>;
}

/** What is known of a call from its first moment. */
export interface CallFacts {
  /** The id of the resident's channel; begins with the node's name. */
  id: string;
  direction: 'in' | 'out';
  hotline: string;
  /** The resident's number in E.164, or null when withheld or senseless. Context, not proof. */
  number: string | null;
  language: Language;
  arrivedAt: Date;
  /** What is known already, of a call that is taken up again. */
  residentIds?: readonly number[];
  answers?: ReadonlyMap<string, unknown>;
}

export interface CallParts {
  node: AsteriskNode;
  bus: Bus;
  speaker: Speaker;
  log: Logger;
  /** The calls that go on, by id: a call enters when it is made and leaves when it has ended. */
  live: Map<string, Call>;
  /** The folder of recordings, where Asterisk writes what callers say. */
  recordings: string;
}

/** One prompt with what it speaks of; in the call's language unless another is named. */
export type Utterance = string | readonly [prompt: string, parameters?: Parameters, language?: Language];
