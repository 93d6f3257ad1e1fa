import { UA, WebSocketInterface } from 'jssip';
import type { RTCSessionEvent } from 'jssip/lib/UA';
import type { PhoneAccess } from '../state/contract.ts';
import type { LineEvent } from './line-state.ts';
import { PhoneSession } from './session.ts';

interface LineListener {
  line: (event: LineEvent) => void;
  invite: (session: PhoneSession) => void;
}

/** An exchange that was started anew does not know its phones at once. The library asks once, and after a refusal never again. */
const askAgainMs = { first: 1_000, longest: 30_000 };

/**
 * Registers the phone and keeps it registered: JsSIP opens the socket again by itself. Returns a function that drops it.
 * Dropping and leaving the page send nothing: to the server a desk that went away is not an operator who hung up.
 */
export function openLine(access: PhoneAccess, listener: LineListener): () => void {
  const agent = new UA({
    sockets: new WebSocketInterface(access.socketUrl),
    uri: `sip:${access.user}@${access.domain}`,
    authorization_user: access.user,
    password: access.password,
    register: true,
    register_expires: 120,
    session_timers: false,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 5,
    user_agent: 'Holos desk',
  });
  let open = true;
  let againMs = askAgainMs.first;
  let again: ReturnType<typeof setTimeout> | undefined;
  const askAgain = () => {
    clearTimeout(again);
    again = setTimeout(() => agent.isConnected() && agent.register(), againMs);
    againMs = Math.min(againMs * 2, askAgainMs.longest);
  };
  const tell = (event: LineEvent) => {
    if (open) listener.line(event);
  };
  agent.on('registered', () => {
    againMs = askAgainMs.first;
    tell('registered');
  });
  agent.on('disconnected', () => tell('dropped'));
  agent.on('unregistered', () => tell('dropped'));
  // Without an answer it was the network; with one the server does not want this phone.
  agent.on('registrationFailed', ({ response }) => {
    tell(response ? 'refused' : 'dropped');
    if (response && open) askAgain();
  });
  agent.on('newRTCSession', (event: RTCSessionEvent) => {
    if (event.originator === 'remote') listener.invite(new PhoneSession(event.session, event.request));
  });
  agent.start();
  return () => {
    open = false;
    clearTimeout(again);
    agent.removeAllListeners();
    agent.stop();
  };
}
