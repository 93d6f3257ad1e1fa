import type { TextKey } from '../texts/languages.ts';

const texts: Record<string, TextKey> = {
  offline: 'failure.offline',
  timeout: 'failure.offline',
  'session.none': 'failure.session',
  'session.wrong': 'failure.login',
  'session.too-many-tries': 'failure.tries',
  'session.may-not': 'failure.may-not',
  'desk.not-now': 'failure.not-now',
  'call.not-waiting': 'failure.not-waiting',
  'operator.no-desk': 'failure.no-desk',
  'operator.not-taking': 'failure.not-taking',
  'operator.no-phone': 'failure.no-phone',
  'desk.colleague-busy': 'failure.colleague-busy',
  'desk.number-refused': 'failure.number-refused',
  'desk.no-microphone': 'failure.microphone',
  'supervise.taken': 'failure.supervise-taken',
  'desk.no-disposition': 'failure.no-disposition',
  'message.too-many': 'failure.message.too-many',
  'call.not-yours': 'failure.not-yours',
  'desk.too-late': 'failure.busy',
  'request.not-now': 'failure.not-now',
  'campaign.finished': 'failure.campaign.finished',
  'campaign.nobody': 'failure.campaign.nobody',
  'floor.changed-meanwhile': 'failure.changed-meanwhile',
  'queue.overflow': 'failure.invalid',
  'reading.not-now': 'failure.not-now',
  'incident.not-now': 'failure.not-now',
  'announcement.not-now': 'failure.not-now',
  'incident.times': 'failure.times',
  'announcement.times': 'failure.times',
  'announcement.unspeakable': 'failure.unspeakable',
  'request.invalid': 'failure.invalid',
  'take.too-large': 'failure.take.too-large',
  'take.unreadable': 'failure.take.unreadable',
  'take.silent': 'failure.take.silent',
  'take.too-quiet': 'failure.take.too-quiet',
  'take.clipped': 'failure.take.clipped',
  'take.too-short': 'failure.take.too-short',
  'take.too-long': 'failure.take.too-long',
  'take.rate': 'failure.take.rate',
  'database.away': 'failure.busy',
  'ari.down': 'failure.telephony',
  'ari.timeout': 'failure.telephony',
  'ami.down': 'failure.telephony',
  'ami.timeout': 'failure.telephony',
};

/** What a failure is called in the person's language. What nobody foresaw has one honest sentence. */
export function failureText(code: string): TextKey {
  if (code in texts) return texts[code] as TextKey;
  return code.endsWith('.unknown') ? 'failure.gone' : 'failure.unexpected';
}
