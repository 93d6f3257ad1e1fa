import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerLimitMs, type Refusal, Refusals } from './refusals.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function listening() {
  const told: Refusal[] = [];
  const refusals = new Refusals((refusal) => told.push(refusal));
  const hears = (event: string, accountid: string, sessionid = 'call-1') =>
    refusals.hear({
      ...{ event, accountid, sessionid, service: 'PJSIP', remoteaddress: 'IPV4/UDP/127.0.0.9/5060' },
    });
  return { told, refusals, hears };
}

test('a stranger is counted at once', () => {
  const { told, hears } = listening();
  hears('ChallengeSent', '<unknown>');
  expect(told).toEqual([{ kind: 'Stranger', address: '127.0.0.9' }]);
});

test('a phone that answers its challenge is not counted, one with a wrong password once', () => {
  const { told, hears } = listening();
  hears('ChallengeSent', 'operator-1');
  hears('SuccessfulAuth', 'operator-1');
  hears('ChallengeSent', 'operator-1', 'call-2');
  hears('ChallengeResponseFailed', 'operator-1', 'call-2');
  vi.advanceTimersByTime(answerLimitMs);
  expect(told).toEqual([{ kind: 'ChallengeResponseFailed', address: '127.0.0.9' }]);
});

test('whoever calls himself a phone and never answers is counted, once however often he repeats it', () => {
  const { told, hears } = listening();
  hears('ChallengeSent', 'operator-1');
  hears('ChallengeSent', 'operator-1');
  hears('SuccessfulAuth', 'operator-1', 'another-call');
  vi.advanceTimersByTime(answerLimitMs - 1);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([{ kind: 'Unanswered', address: '127.0.0.9' }]);
});

test('nothing is told of when the link is closed, nor of what is none of SIP', () => {
  const { told, refusals, hears } = listening();
  hears('ChallengeSent', 'operator-1');
  refusals.hear({ event: 'ChallengeSent', service: 'AMI', accountid: 'holos', sessionid: '1' });
  refusals.close();
  vi.advanceTimersByTime(answerLimitMs);
  expect(told).toEqual([]);
});
