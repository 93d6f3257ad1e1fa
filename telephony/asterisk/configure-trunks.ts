import type { Settings } from '../../config/settings.ts';
import { HolosError } from '../../errors.ts';

/** The endpoints' names; operators' phones may not take them. */
export const trunkNames = ['carrier', 'town'] as const;

/** The names of all endpoints by which the carrier is reached, or comes. */
export function trunkEndpoints({ carrier }: Pick<Settings, 'carrier'>): string[] {
  return [...trunkNames, ...(carrier.login ? [carrier.login.user] : [])];
}

/** Sound goes through the address that SIP uses, unless that is all of them. */
export function mediaLines(address: string): string {
  return address === '0.0.0.0' ? '' : `media_address = ${address}\nbind_rtp_to_media_address = yes\n`;
}

/**
 * The carrier: calls out go through the endpoint `carrier`. Calls in are known by the carrier's address, or, when the
 * settings give it a user, by digest; then the endpoint that takes them has that user's name.
 */
export function carrierSections({ carrier }: Settings): string {
  const { address, port, login } = carrier;
  if (!login) return addressTrunk('carrier', address, port);
  const { user, password } = login;
  return `[carrier](trunk)
aors = carrier
outbound_auth = carrier-auth
${user === 'carrier' ? 'auth = carrier-auth\nidentify_by = auth_username' : 'identify_by = ip'}

${user === 'carrier' ? '' : `[${user}](trunk)\nauth = carrier-auth\nidentify_by = auth_username\n`}
[carrier-auth]
type = auth
auth_type = digest
username = ${safe(user)}
password = ${safe(password)}

${contact('carrier', address, port)}`;
}

/** In the demo, a second way out: to the simulated town's own address. */
export function townSections(settings: Settings): string {
  return settings.demo ? wayOut('town', '127.0.0.2', settings.ports.townSip) : '';
}

function addressTrunk(name: string, address: string, port: number): string {
  return `${wayOut(name, address, port)}
[${name}-identify]
type = identify
endpoint = ${name}
match = ${address}/32
`;
}

/** `identify_by = ip` without a matching address: nobody comes in here, and no From can claim to be it. */
function wayOut(name: string, address: string, port: number): string {
  return `[${name}](trunk)
aors = ${name}
identify_by = ip

${contact(name, address, port)}`;
}

/** A value as a .conf file takes it: a semicolon would begin a comment, a line break another setting. */
function safe(value: string): string {
  if (/[\r\n]/.test(value))
    throw new HolosError('settings.invalid', "The carrier's user and password must be one line each.");
  return value.replaceAll(';', '\\;');
}

function contact(name: string, address: string, port: number): string {
  return `[${name}]
type = aor
contact = sip:${address}:${port}
qualify_frequency = 0
`;
}
