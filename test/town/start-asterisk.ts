import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../errors.ts';
import { renderTemplates } from '../../telephony/asterisk/configure.ts';
import { findAsterisk } from '../../telephony/asterisk/fetch.ts';
import { goFirst } from '../../telephony/asterisk/go-first.ts';
import { type AsteriskPlace, foldersIn } from '../../telephony/asterisk/place.ts';
import { startAsterisk, stopAsterisk } from '../../telephony/asterisk/process.ts';

export const application = 'town';
export const townUser = 'town';

/** Where the town's Asterisk listens and whom it calls. */
export interface TownPlace {
  /** All of the town's files are here. */
  readonly folder: string;
  /** Where Asterisk is fetched to, when the machine has none. */
  readonly cache: string;
  readonly address: string;
  readonly sipPort: number;
  readonly httpPort: number;
  readonly amiPort: number;
  readonly rtpFirst: number;
  readonly rtpLast: number;
  readonly holosAddress: string;
  readonly holosSipPort: number;
  readonly codec: 'alaw' | 'ulaw';
  /** Whether it goes before all ordinary work, where that is permitted. */
  readonly soundFirst: boolean;
  /** Operators' plain SIP phones register from this address; none when there are no such phones. */
  readonly phonesAddress?: string;
}

const here = path.join(import.meta.dirname, 'asterisk');
const general = path.join(import.meta.dirname, '../../config/asterisk');

/** Starts the town's Asterisk: the general files are those of the main one, SIP and dialplan are its own. */
export async function startTownAsterisk(town: TownPlace, password: string): Promise<() => Promise<void>> {
  const program = await findAsterisk(town.cache, (text) => process.stderr.write(`${text}\n`));
  const { soundFirst, ...where } = town;
  const place: AsteriskPlace = { ...foldersIn(town.folder), ...where, name: 'town' };
  const values = {
    ...place,
    ...where,
    modules: program.moduleFolder,
    data: program.dataFolder,
    node: place.name,
    application,
    user: townUser,
    password,
    music: path.join(town.folder, 'music'),
    holosSip: town.holosSipPort,
    phones: phonesSections(town),
    ...{ media: '', carrier: '', town: '', hotlines: '', fallbacks: '' },
  };
  // One that a killed town left behind would not know the new password.
  await stopAsterisk(place);
  const folders = [
    path.join(place.var, 'keys'),
    path.join(place.var, 'cache'),
    path.join(town.folder, 'music'),
  ];
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  await renderTemplates(general, place, values);
  await renderTemplates(here, place, values);
  const { pid } = await startAsterisk(place, program, { user: townUser, password });
  if (soundFirst) await goFirst(pid).catch(unlessRefused);
  return () => stopAsterisk(place);
}

/** Its residents are heard all the same. */
function unlessRefused(error: unknown): void {
  if (codeOf(error) !== 'asterisk.not-first') throw error;
}

/**
 * Operators' phones register from an address of their own, since Holos takes all that comes from the carrier's for calls of
 * residents. Who calls such a phone is told from residents by whom the request is for.
 */
function phonesSections(town: TownPlace): string {
  if (!town.phonesAddress) return '';
  return `
[phones]
type = transport
protocol = udp
bind = ${town.phonesAddress}:${town.sipPort}

[operator]
type = endpoint
transport = phones
context = from-holos
disallow = all
allow = alaw,ulaw
media_address = ${town.phonesAddress}
bind_rtp_to_media_address = yes
direct_media = no
rtp_timeout = 60
identify_by = request_uri

[operator]
type = identify
endpoint = operator
match_request_uri = /^sip:operator-/
`;
}
