import { HolosError } from '../../errors.ts';
import { startGroup } from '../../program-group.ts';
import { splitCommand } from '../../speech/engines.ts';

/**
 * What came of handing over an SMS. `failed`: it was not sent, and may be tried again; `refused`: it will never be, a wrong number
 * for example; `unclear`: it may have been sent, so it is not tried again.
 */
export interface Handed {
  outcome: 'accepted' | 'failed' | 'refused' | 'unclear';
  /** In a few words, for people; nothing when it was accepted. It names nobody. */
  fault: string | null;
  /** Why, in the program's own words, which may name the number. */
  said?: string;
}

/** Who hands SMS to a provider: the one place to change for another way of sending. Never rejects. */
export type SmsSender = (
  sms: { id: number; number: string; text: string },
  signal: AbortSignal,
) => Promise<Handed>;

/** EX_DATAERR of sysexits.h: what was given in was wrong, so that trying again is no use. */
const refusedCode = 65;
const usualLimitMs = 30_000;
const longestComplaint = 150;

/**
 * Hands each SMS to a program (HOLOS_SMS_COMMAND), without a shell. In its arguments `{number}` is the number in E.164, `{id}` the same
 * for every try of one message, `{text}` the text, which comes on standard input besides. Exit code 0: the provider has taken it; 65: it
 * never will; any other: not sent, to be tried again. A program that is killed or takes longer than 30 s
 * (it is ended then, with all that it began) may have sent it.
 * @throws HolosError `speech.command-invalid` when the command is empty or has an open quote
 */
export function commandSender(command: string, limitMs = usualLimitMs): SmsSender {
  const [program, ...args] = splitCommand(command, 'HOLOS_SMS_COMMAND');
  if (!program)
    throw new HolosError('speech.command-invalid', 'HOLOS_SMS_COMMAND cannot be used: it is empty');
  return async (sms, signal) => {
    const values: Record<string, string> = { number: sms.number, id: String(sms.id), text: sms.text };
    const filled = args.map((arg) =>
      arg.replace(/\{(number|id|text)\}/g, (_all, name: string) => values[name] ?? ''),
    );
    return run(program, filled, sms.text, { signal, limitMs });
  };
}

async function run(
  program: string,
  args: string[],
  input: string,
  limits: { signal: AbortSignal; limitMs: number },
): Promise<Handed> {
  let complaint = '';
  const { child, ended } = startGroup([program, ...args], limits);
  child.stdout.resume();
  child.stderr.on('data', (part: Buffer) => {
    complaint = (complaint + part.toString()).slice(0, longestComplaint);
  });
  // A program that reads nothing may close its end first; what came of it is told by its exit code.
  child.stdin.once('error', () => undefined);
  child.stdin.end(input);
  const { code, error } = await ended;
  if (error instanceof Error)
    return { outcome: 'failed', fault: `${program} cannot be run: ${error.message}` };
  return handed(code, complaint.trim());
}

function handed(code: number | null, complaint: string): Handed {
  if (code === 0) return { outcome: 'accepted', fault: null };
  if (code === null) return { outcome: 'unclear', fault: 'the program was ended before it had answered' };
  const outcome = code === refusedCode ? 'refused' : 'failed';
  return { outcome, fault: `the program ended with code ${code}`, ...(complaint && { said: complaint }) };
}
