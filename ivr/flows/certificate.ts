import type { Call } from '../../telephony/call/call.ts';
import type { Utterance } from '../../telephony/call/call-parts.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { accountMeant, accountQuestion, verifiedOf, verify } from '../verify.ts';
import { accountKeyedIn, holderAtHome, holderOf } from '../whose.ts';
import { mainMenu } from './main-menu.ts';
import { noChoice } from './no-choice.ts';

/** Whose certificate it is, as far as the caller has said. */
interface Holder {
  residentId: number | null;
  /** Only where nobody is known for it: people find out who it is. */
  accountNumber: string | null;
}

/** Which certificate, whose, and where it is to be had; it is in the register before its number is spoken. */
export async function certificate(call: Call, services: IvrServices): Promise<IvrFlow> {
  if (services.company.certificates.length === 0) return noChoice;
  const kind = await call.once('certificate.kind', () => chooseKind(call, services));
  if (kind === null) return noChoice;
  // Only while this controller leads the call: what shows who one is stands in no log.
  let keyedIn: string | null = null;
  const holder = await call.once('certificate.holder', () =>
    findHolder(call, services, (number) => {
      keyedIn = number;
    }),
  );
  if (holder === null) return noChoice;
  const delivery = await call.once('certificate.delivery', () => chooseDelivery(call, services, keyedIn));
  if (delivery === null) return noChoice;
  const ordered = await ofShown(call, services, holder);
  if (ordered === null) return noChoice;
  const { request, sms } = await services.certificates.order({
    callId: call.id,
    language: call.language,
    phone: call.number,
    kind,
    delivery,
    ...ordered,
  });
  const where = delivery === 'email' ? 'certificate.by-email' : 'certificate.at-centre';
  const afterwards = sms ? [where, 'certificate.sms'] : [where];
  if (request === null) {
    await call.sayWhole('certificate.kept');
    await call.tell(afterwards);
    return mainMenu;
  }
  const { number, dueAt: due } = request;
  await call.sayWhole(['certificate.accepted', { number }]);
  await call.tell([['certificate.number', { number }], ['certificate.due', { due }], ...afterwards]);
  return mainMenu;
}

async function chooseKind(call: Call, { company }: IvrServices): Promise<string | null> {
  const kinds = company.certificates.map(
    (one, i): Utterance => ['choice', { what: one.name[call.language] ?? '', key: i + 1 }],
  );
  const key = await call.choose({
    name: 'certificate.kind',
    prompts: ['certificate.which', ...kinds],
    again: ['certificate.which.again', ...kinds],
    keys: company.certificates.map((_, i) => String(i + 1)).join(''),
  });
  return company.certificates[Number(key) - 1]?.id ?? null;
}

/**
 * Of the account that was shown, of that whose telephone it is, or of the one that is keyed in, also by one who means another account than
 * the one he has shown. Whether there is such an account is not told.
 */
async function findHolder(
  call: Call,
  services: IvrServices,
  isKeyedIn: (number: string) => void,
): Promise<Holder | null> {
  const meant = await accountMeant(call, services);
  if (meant === null) return null;
  if (meant !== 'unshown') return holderOfShown(meant, call, services);
  const isAnother = (await verifiedOf(call, services)) !== null;
  const atHome = isAnother ? null : await holderAtHome(call, services);
  if (atHome !== null) return { residentId: atHome, accountNumber: null };
  const number = await call.ask({
    ...accountQuestion,
    prompts: ['certificate.account'],
    again: ['verify.account.again'],
  });
  if (number === null) return null;
  isKeyedIn(number);
  const accountId = await accountKeyedIn(number, call, services);
  const residentId = accountId === null ? null : await holderOf(accountId, call, services);
  return { residentId, accountNumber: residentId === null ? number : null };
}

/** @throws HolosError `db.away` where neither who it is can be looked up nor the number: nobody could make that certificate */
async function holderOfShown(accountId: number, call: Call, services: IvrServices): Promise<Holder> {
  const residentId = await holderOf(accountId, call, services);
  if (residentId !== null) return { residentId, accountNumber: null };
  const { number } = await services.accounts.state(accountId);
  return { residentId, accountNumber: number };
}

/**
 * By e-mail only for those who show who they are, and of whom an address is on record: it is never spoken, and to others it is not told
 * whether there is one.
 */
async function chooseDelivery(
  call: Call,
  services: IvrServices,
  keyedIn: string | null,
): Promise<'centre' | 'email' | null> {
  const shown = await accountMeant(call, services);
  if (shown === null) return null;
  if (shown !== 'unshown' && !(await hasEmail(shown, call, services))) return 'centre';
  const key = await call.choose({
    name: 'certificate.where',
    prompts: [
      ['certificate.where.centre', { key: '1' }],
      ['certificate.where.email', { key: '2' }],
    ],
    again: ['certificate.where.again'],
    keys: '12',
  });
  if (key !== '2') return key === null ? null : 'centre';
  if (shown !== 'unshown') return 'email';
  const accountId = await verify(call, services, keyedIn);
  if (accountId === null) return null;
  return (await hasEmail(accountId, call, services)) ? 'email' : 'centre';
}

/** Where there is none the caller is told so. */
async function hasEmail(accountId: number, call: Call, { accounts }: IvrServices): Promise<boolean> {
  const { email } = await accounts.state(accountId);
  if (email === null) await call.say('certificate.no-email');
  return email !== null;
}

/** Whoever has shown the account that he means to be his orders for that one; null: he has given no answer. */
async function ofShown(call: Call, services: IvrServices, holder: Holder) {
  const meant = await accountMeant(call, services);
  if (meant === null) return null;
  if (meant === 'unshown') return { ...holder, proof: 'unverified' as const };
  return { ...(await holderOfShown(meant, call, services)), proof: 'verified' as const };
}
