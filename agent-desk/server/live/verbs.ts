import type { Socket } from 'socket.io';
import { z } from 'zod';
import { codeOf, HolosError } from '../../../errors.ts';
import type { Floor } from '../../../ivr/queue/floor.ts';
import type { Logger } from '../../../log.ts';
import {
  type Acknowledge,
  consultEnds,
  type DeskToServer,
  longestMessage,
  longestNote,
  phoneStates,
  type ServerToDesk,
} from '../../contract/live.ts';
import {
  consulted,
  moveTo,
  type Operator,
  operatorStateSet,
  pauseReason,
  superviseHow,
  transferTo,
} from '../../contract/shapes.ts';
import { failureOf } from '../failures.ts';
import type { CallMarks } from './call-marks.ts';
import type { DeskMessages } from './messages.ts';

/** Whose link it is; null: nobody who is logged in. */
export interface DeskData {
  operator: Operator | null;
}

export type DeskSocket = Socket<DeskToServer, ServerToDesk, Record<string, never>, DeskData>;

/** A link, and what it may say when. */
interface Speaker {
  socket: DeskSocket;
  role: Operator['role'];
  /** The floor knows of the desk: only from then on is done what it says. */
  opened: Promise<unknown>;
}

const callId = z.string().min(1).max(64);
const nothing = z.tuple([]);

/** What each verb is said with. */
const said = {
  ready: nothing,
  pause: z.tuple([pauseReason]),
  phone: z.tuple([z.enum(phoneStates)]),
  'card-shown': z.tuple([callId]),
  reject: z.tuple([callId]),
  hold: z.tuple([callId, z.boolean()]),
  end: z.tuple([callId]),
  leave: z.tuple([callId]),
  call: z.tuple([z.string().trim().min(2).max(40), z.string().max(40).nullable()]),
  'call-colleague': z.tuple([z.int().positive()]),
  transfer: z.tuple([callId, transferTo]),
  consult: z.tuple([callId, consulted]),
  'consult-end': z.tuple([callId, z.enum(consultEnds)]),
  record: z.tuple([callId, z.boolean()]),
  supervise: z.tuple([callId, superviseHow]),
  'supervise-end': nothing,
  'take-over': z.tuple([callId]),
  'wrapped-up': nothing,
  'prolong-wrap-up': nothing,
  'set-state': z.tuple([z.number().int().positive(), operatorStateSet]),
  move: z.tuple([callId, moveTo]),
  disposition: z.tuple([callId, z.string().min(1).max(40)]),
  note: z.tuple([callId, z.string().trim().max(longestNote)]),
  message: z.tuple([z.int().positive().nullable(), z.string().trim().min(1).max(longestMessage)]),
  'message-read': z.tuple([z.int().positive()]),
  refresh: nothing,
} satisfies Record<keyof DeskToServer, z.ZodType>;

type Verb = keyof DeskToServer;
/** Those that an operator may not say. */
const forLeads: ReadonlySet<Verb> = new Set<Verb>([
  ...(['supervise', 'supervise-end', 'take-over', 'set-state', 'move'] as const),
]);
type Does = { [V in Verb]: (...words: z.output<(typeof said)[V]>) => void | Promise<void> };

/**
 * Answers what a desk asks for: with `{ok: true}`, or with the code of the error. What is not said as the contract has it is
 * refused before it comes to the floor, and so is what the role may not do.
 */
export function answerVerbs(speaker: Speaker, does: Does, log: Logger): void {
  const { socket } = speaker;
  for (const verb of Object.keys(said) as Verb[]) {
    // One listener for all verbs: the words are checked by the verb's own schema, not by the compiler.
    const listen = socket.on.bind(socket) as (verb: string, listener: (...words: unknown[]) => void) => void;
    listen(verb, (...words) => void answer(verb, words, speaker, does, log));
  }
}

async function answer(
  verb: Verb,
  words: unknown[],
  { role, opened }: Speaker,
  does: Does,
  log: Logger,
): Promise<void> {
  const acknowledge = words.at(-1);
  const reply = typeof acknowledge === 'function' ? (acknowledge as Acknowledge) : () => undefined;
  try {
    if (role === 'operator' && forLeads.has(verb))
      throw new HolosError('session.may-not', 'Your role may not do this.');
    const read = said[verb].safeParse(words.slice(0, typeof acknowledge === 'function' ? -1 : undefined));
    if (!read.success) throw new HolosError('request.invalid', `"${verb}" is said in another way.`);
    await opened;
    await (does[verb] as (...checked: unknown[]) => void | Promise<void>)(...read.data);
    reply({ ok: true });
  } catch (error) {
    const { status, code, message } = failureOf(error);
    if (status >= 500) log.error({ err: error, code: codeOf(error), verb }, 'a verb of a desk failed');
    reply({ ok: false, code, message });
  }
}

type MarkVerb = 'disposition' | 'note';
type MessageVerb = 'message' | 'message-read';

/** The verbs by which something is written at a call. */
export function markVerbs(marks: CallMarks, operator: Operator): Pick<Does, MarkVerb> {
  return {
    disposition: (call, disposition) => marks.dispose(operator, call, disposition),
    note: (call, text) => marks.note(operator, call, text),
  };
}

export function messageVerbs(messages: DeskMessages, operator: Operator): Pick<Does, MessageVerb> {
  return {
    message: (to, text) => messages.send(operator, to, text),
    'message-read': (id) => messages.read(operator, id),
  };
}

/** The verbs that go straight to the floor. */
export function floorVerbs(
  floor: Floor,
  { id: operatorId, role }: Pick<Operator, 'id' | 'role'>,
): Omit<Does, MarkVerb | MessageVerb | 'refresh'> {
  return {
    ready: () => floor.ready(operatorId),
    pause: (reason) => floor.pause(operatorId, reason),
    phone: (state) => floor.phone(operatorId, state),
    'card-shown': (call) => floor.cardShown(operatorId, call),
    reject: (call) => floor.reject(operatorId, call),
    hold: (call, on) => floor.hold(operatorId, call, on),
    end: (call) => floor.end(operatorId, call),
    leave: (call) => floor.leave(operatorId, call),
    call: (number, hotline) => floor.call(operatorId, number, hotline, role),
    'call-colleague': (id) => floor.callColleague(operatorId, id),
    transfer: (call, to) => floor.transfer(operatorId, call, to, role),
    consult: (call, who) => floor.consult(operatorId, call, who, role),
    'consult-end': (call, how) => floor.endConsult(operatorId, call, how),
    record: (call, on) => floor.switchRecording(operatorId, call, on),
    supervise: (call, how) => floor.supervise(operatorId, call, how),
    'supervise-end': () => floor.endSupervising(operatorId),
    'take-over': (call) => floor.takeOver(operatorId, call),
    'wrapped-up': () => floor.wrappedUp(operatorId),
    'prolong-wrap-up': () => floor.prolongWrapUp(operatorId),
    'set-state': (of, to) => floor.setState(of, to, operatorId),
    move: (call, to) => floor.move(call, to, operatorId),
  };
}
