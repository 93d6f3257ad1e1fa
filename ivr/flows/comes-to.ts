import type { Call } from '../../telephony/call/call.ts';

/** What a call has come to for its caller so far. Who was talked to was talked to, whatever comes after that. */
export function comesTo(call: Pick<Call, 'result'>, result: 'served' | 'abandoned'): void {
  if (call.result !== 'talked') call.result = result;
}
