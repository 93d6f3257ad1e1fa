import type { Acknowledge } from './contract.ts';
import { DeskFailure } from './failure.ts';

const longestAnswerMs = 8_000;

/** The part of a socket that is used. */
interface Link {
  readonly connected: boolean;
  once(event: 'disconnect', listener: () => void): unknown;
  off(event: 'disconnect', listener: () => void): unknown;
}

/**
 * Waits until the server has answered what is sent. With the link goes whatever was not answered yet.
 * @throws DeskFailure with the server's own word; `offline`: there is no link; `link-lost`: it went before the answer, of which the desk
 *   tells by itself; `timeout`
 */
export function answered<S extends Link>(
  socket: S | null,
  send: (socket: S, answer: Acknowledge) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!socket?.connected) {
      reject(new DeskFailure('offline', 'The live link is down'));
      return;
    }
    const settle = (act: () => void) => {
      clearTimeout(limit);
      socket.off('disconnect', lost);
      act();
    };
    const fail = (code: string, message: string) => settle(() => reject(new DeskFailure(code, message)));
    const lost = () => fail('link-lost', 'The live link went before the answer');
    const limit = setTimeout(() => fail('timeout', 'No answer in time'), longestAnswerMs);
    socket.once('disconnect', lost);
    send(socket, (answer) => {
      if (answer.ok) settle(resolve);
      else fail(answer.code, answer.message);
    });
  });
}
