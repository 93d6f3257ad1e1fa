import { randomBytes } from 'node:crypto';
import { HolosError } from '../../errors.ts';
import { digest } from '../town/raw-sip.ts';
import { type SipIn, SipLine } from './sip-line.ts';

const registerLimitMs = 3_000;

/** An operator's SIP phone that registers, and tells when it is called. It rings and never answers. */
export class SipPhone {
  readonly #line: SipLine;
  #invite: SipIn | undefined;
  /** Told of every INVITE that came, with its X-Holos-Call and the moment. */
  onInvite: (callId: string, atMs: number) => void = () => undefined;

  /** @throws HolosError `bench.not-registered` */
  static async register(
    from: string,
    account: { user: string; password: string; domain: string },
    port: number,
  ): Promise<SipPhone> {
    const line = await SipLine.open(from, { address: account.domain, port });
    const phone = new SipPhone(line);
    line.onStranger = (message) => phone.#hear(message);
    await phone.#register(account);
    return phone;
  }

  private constructor(line: SipLine) {
    this.#line = line;
  }

  close(): void {
    this.#line.close();
  }

  async #register({
    user,
    password,
    domain,
  }: {
    user: string;
    password: string;
    domain: string;
  }): Promise<void> {
    const callId = `${randomBytes(6).toString('hex')}@phone`;
    const uri = `sip:${domain}`;
    const whom = `<sip:${user}@${domain}>`;
    const ask = (cseq: number, headers: string[]) =>
      new Promise<SipIn>((resolve, reject) => {
        const limit = setTimeout(
          () => reject(new HolosError('bench.not-registered', `${user} got no answer to REGISTER.`)),
          registerLimitMs,
        );
        const stop = this.#line.take(callId, (message) => {
          clearTimeout(limit);
          stop();
          resolve(message);
        });
        this.#line.send({
          method: 'REGISTER',
          uri,
          from: `${whom};tag=phone`,
          to: whom,
          callId,
          cseq,
          headers: ['Expires: 300', ...headers],
        });
      });
    const challenge = await ask(1, []);
    const header = challenge.headers.get('www-authenticate') ?? '';
    const answer = await ask(2, [`Authorization: ${digest(header, 'REGISTER', uri, user, password)}`]);
    if (answer.status !== 200)
      throw new HolosError('bench.not-registered', `${user} was answered ${answer.status} to REGISTER.`);
  }

  #hear(message: SipIn): void {
    if (message.status > 0 || message.method === 'ACK') return;
    if (message.method === 'INVITE') {
      const again = this.#invite?.headers.get('call-id') === message.headers.get('call-id');
      this.#invite = message;
      this.#line.answer(message, 180, 'Ringing');
      if (!again) this.onInvite(message.headers.get('x-holos-call') ?? '', message.atMs);
      return;
    }
    this.#line.answer(message, 200, 'OK');
    if (message.method === 'CANCEL' && this.#invite)
      this.#line.answer(this.#invite, 487, 'Request Terminated');
  }
}
