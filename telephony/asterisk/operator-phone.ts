import { HolosError } from '../../errors.ts';
import { trunkNames } from './configure-trunks.ts';
import { AriError } from './link-errors.ts';
import type { AsteriskNode } from './node.ts';

export interface OperatorPhone {
  /** Letters, digits, `-` and `_`; the phone registers as this name. */
  readonly name: string;
  readonly password: string;
  /** In the browser (WebRTC), or a SIP phone on the desk. */
  readonly kind: 'browser' | 'sip';
}

/** An endpoint that was pushed before keeps what is not named again: both kinds name the same fields. */
const media = {
  browser: { webrtc: 'yes', dtls_auto_generate_cert: 'yes', allow: 'opus,g722,ulaw' },
  sip: { webrtc: 'no', dtls_auto_generate_cert: 'no', allow: 'alaw,ulaw,g722' },
} as const;

const kinds = ['endpoint', 'aor', 'auth'] as const;

/**
 * Lets a phone register under this name and take calls as `PJSIP/<name>`. It cannot call anybody by itself.
 * Asterisk keeps it in memory only: push all phones again in onSync. Pushing a known one replaces it.
 * @throws HolosError `operator.bad-name`; AriError
 */
export async function setOperatorPhone(
  node: Pick<AsteriskNode, 'ari'>,
  { name, password, kind }: OperatorPhone,
): Promise<void> {
  checkName(name);
  await put(node, 'auth', name, { auth_type: 'digest', username: name, password });
  await put(node, 'aor', name, {
    // A phone that comes again, after a refresh or from another place, takes over from the one before.
    max_contacts: '1',
    remove_existing: 'yes',
    qualify_frequency: '15',
    qualify_timeout: '3',
    maximum_expiration: '600',
    minimum_expiration: '30',
  });
  await put(node, 'endpoint', name, {
    aors: name,
    auth: name,
    identify_by: 'username',
    context: 'from-operator',
    // In this order: what is disallowed afterwards is gone.
    disallow: 'all',
    ...media[kind],
    dtmf_mode: 'rfc4733',
    direct_media: 'no',
    rtp_timeout: '30',
    rtp_timeout_hold: '300',
    allow_transfer: 'no',
    allow_subscribe: 'no',
    trust_id_inbound: 'no',
    trust_id_outbound: 'yes',
    send_pai: 'yes',
    callerid: `<${name}>`,
  });
}

/**
 * Asks a phone at once whether it is there. One that has not answered for a while (a computer that slept) is not rung before it has
 * answered such a question, and the next would come in a quarter of a minute only. @param endpoint as it is dialled
 * @throws AmiError
 */
export async function askPhone(node: Pick<AsteriskNode, 'ami'>, endpoint: string): Promise<void> {
  await node.ami('PJSIPQualify', { Endpoint: endpoint.replace('PJSIP/', '') });
}

/** Takes the name away: the phone is no longer let in, and calls to it fail. One that is not there is no error. */
export async function removeOperatorPhone(node: Pick<AsteriskNode, 'ari'>, name: string): Promise<void> {
  checkName(name);
  for (const objectType of kinds) {
    await node
      .ari('asterisk', 'deleteObject', { configClass: 'res_pjsip', objectType, id: name })
      .catch((error: unknown) => {
        if (!(error instanceof AriError && error.code === 'ari.not-found')) throw error;
      });
  }
}

async function put(
  node: Pick<AsteriskNode, 'ari'>,
  objectType: (typeof kinds)[number],
  id: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const fields = Object.entries(values).map(([attribute, value]) => ({ attribute, value }));
  await node.ari('asterisk', 'updateObject', { configClass: 'res_pjsip', objectType, id, body: { fields } });
}

function checkName(name: string): void {
  if (/^[a-zA-Z][\w-]{0,39}$/.test(name) && !trunkNames.some((taken) => taken === name)) return;
  throw new HolosError(
    'operator.bad-name',
    `"${name}" cannot be the name of an operator's phone: use letters, digits, - and _.`,
  );
}
