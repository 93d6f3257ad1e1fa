import type { CallEnd, Consulted, SuperviseEnd, TransferTo } from '../../events.ts';
import type { Leg, Telephone } from '../../telephony/call/leg.ts';

/** How a talk ended for its operator, while the caller is still there. */
export type TalkEnd =
  | { kind: 'operator-ended' }
  | { kind: 'operator-lost' }
  /** To be sent on, without anybody having been talked to. */
  | { kind: 'transferred'; to: TransferTo }
  /** The caller talks on with the one who was asked, or with a supervisor who has taken over. */
  | { kind: 'handed-over'; to: Telephone; who: Consulted };

/** The caller talks on with an operator who is in the call already. */
export function givenTo(phone: Leg): TalkEnd {
  return { kind: 'handed-over', to: phone, who: { operatorId: phone.operatorId } };
}

/** The telephone to which the call was handed over, of an operator or outside. */
export function heirOf(end: TalkEnd): Telephone | null {
  return end.kind === 'handed-over' ? end.to : null;
}

/** Whether he is to say what the talk came to. Who hands the call on within the company leaves that to the next one. */
export function owesDisposition(end: TalkEnd): boolean {
  if (end.kind === 'transferred') return 'number' in end.to;
  if (end.kind === 'handed-over') return 'number' in end.who;
  return end.kind === 'operator-ended';
}

/** What a supervisor is told who was at the talk; `callEnd`: why the call itself has ended, null while it goes on. */
export function toldOf(end: TalkEnd, callEnd: CallEnd['reason'] | null): SuperviseEnd {
  if (callEnd !== null) return callEnd === 'caller-hung-up' ? 'caller-left' : 'call-over';
  return end.kind === 'transferred' || end.kind === 'handed-over' ? 'handed-on' : end.kind;
}
