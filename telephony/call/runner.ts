import { codeOf, HolosError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { within } from '../../time-limit.ts';
import { AriError } from '../asterisk/link-errors.ts';
import type { Call } from './call.ts';
import { Detour, type DetourTo } from './detour.ts';
import { CallOver } from './ended.ts';

/**
 * A conversation, written as a straight line. It returns where the caller goes next, or nothing when the call is done;
 * it never moves the caller itself. `S` is what the flows of an area need: what is known, queues, lists.
 */
export type Flow<S> = {
  readonly name: string;
  /** What it was made with (JSON), where that is not nothing: with it and the name it can be made anew. */
  readonly given?: Given;
  (call: Call, services: S): Promise<Flow<S> | undefined>;
};

export type Given = Readonly<Record<string, unknown>>;

/** A flow that is made for something; what that is stands in the log of events. */
export function given<S>(values: Given, flow: Flow<S>): Flow<S> {
  return Object.assign(flow, { given: values });
}

export interface RunOptions<S> {
  services: S;
  log: Logger;
  longestMs: number;
  /** Where a caller goes when a flow has a bug; it also says so. */
  afterBug: Flow<S>;
  /** What is still done for a caller after a second bug, before the call ends. */
  afterSecondBug?: Flow<S>;
  /** Where a caller goes after a fault that is no bug of his flow: what it needs is away. Null: it is a bug. */
  afterFault?: (error: unknown) => Flow<S> | null;
  /** Where a key leads that is good everywhere, for a caller who was in `from`. Without it there are no such keys. */
  detour?: (to: DetourTo, from: Flow<S>) => Flow<S>;
}

/** The link to Asterisk broke, not the flow: the flow begins again when the link is back and the caller still there. */
const linkLost = new Set(['ari.down', 'ari.timeout']);

/** How long the last words of a call may take when its time is over. */
const lastWordsMs = 8_000;

/**
 * Leads a call from flow to flow until it is over, and ends it. The only place that catches: the signal's own reason is a
 * normal end, and what is only away is led around; anything else is a bug, which is logged and followed by `afterBug`. A second bug
 * in the same call ends it.
 */
export async function run<S>(call: Call, first: Flow<S>, options: RunOptions<S>): Promise<void> {
  const tooLong = setTimeout(() => call.over('too-long'), options.longestMs);
  try {
    await lead(call, first, options);
    await call.lastWordHeard();
    await call.finish('flow-ended');
  } catch (error) {
    if (!(error instanceof CallOver)) {
      call.result = 'failed';
      await call.finish('bug');
      return;
    }
    if (error.end.reason === 'too-long') await lastWords(call);
    await call.finish(error.end.reason);
  } finally {
    clearTimeout(tooLong);
  }
}

async function lead<S>(call: Call, first: Flow<S>, options: RunOptions<S>): Promise<void> {
  let bugs = 0;
  call.detours = options.detour !== undefined;
  let next: Flow<S> | undefined = first;
  while (next) {
    const flow: Flow<S> = next;
    enter(call, flow);
    try {
      next = await flow(call, options.services);
    } catch (error) {
      if (call.signal.aborted) throw overWith(error, call, flow, options.log);
      if (error instanceof Detour && options.detour) {
        next = options.detour(error.to, flow);
        continue;
      }
      if (linkLost.has(codeOf(error))) {
        await call.node.whenUp(call.signal);
        call.step({ kind: 'interrupted', why: 'asterisk-lost' });
        next = flow;
        continue;
      }
      if (error instanceof AriError) await call.lookWhetherGone();
      call.signal.throwIfAborted();
      options.log.error({ err: error, callId: call.id, flow: flow.name }, 'a flow failed');
      const around = options.afterFault?.(error);
      if (around) {
        next = around;
        continue;
      }
      if (++bugs > 1) {
        await giveUp(call, options);
        throw error;
      }
      call.step({ kind: 'interrupted', why: 'bug' });
      next = options.afterBug;
    }
  }
}

function enter<S>(call: Call, flow: Flow<S>): void {
  call.step({ kind: 'flow', flow: flow.name, ...(flow.given && { given: flow.given }) });
}

/** The reason why the call is over. What could not be done for one who has gone is a fault all the same. */
function overWith<S>(error: unknown, call: Call, flow: Flow<S>, log: Logger): unknown {
  if (error instanceof HolosError && !(error instanceof AriError))
    log.error({ err: error, callId: call.id, flow: flow.name }, 'a flow failed after its call was over');
  return call.signal.reason;
}

async function giveUp<S>(call: Call, { afterSecondBug, services, log }: RunOptions<S>): Promise<void> {
  if (!afterSecondBug) return;
  call.result = 'failed';
  enter(call, afterSecondBug);
  try {
    await afterSecondBug(call, services);
  } catch (error) {
    call.signal.throwIfAborted();
    log.error({ err: error, callId: call.id, flow: afterSecondBug.name }, 'the last of a call failed');
  }
}

/** The call is over for its flow, but the caller is still there: one sentence, then the end. */
async function lastWords(call: Call): Promise<void> {
  await call.farewell('call.too-long', within(lastWordsMs));
}
