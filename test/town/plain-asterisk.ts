import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { renderTemplates } from '../../telephony/asterisk/configure.ts';
import { carrierSections, mediaLines } from '../../telephony/asterisk/configure-trunks.ts';
import { findAsterisk } from '../../telephony/asterisk/fetch.ts';
import { foldersIn } from '../../telephony/asterisk/place.ts';
import { startAsterisk, stopAsterisk } from '../../telephony/asterisk/process.ts';

const general = path.join(import.meta.dirname, '../../config/asterisk');

/**
 * An Asterisk with a dialplan and nothing else, where Holos would be: for tests of the town itself, and as the measure that
 * Holos is compared with.
 * @param extensions the lines of the context that the carrier's calls reach
 * @param music a folder of 8 kHz WAV files
 */
export async function startPlainAsterisk(
  settings: Settings,
  extensions: string,
  music = path.join(settings.home, 'plain', 'music'),
): Promise<() => Promise<void>> {
  const program = await findAsterisk(settings.cache, (text) => process.stderr.write(`${text}\n`));
  const { address, ports, node } = settings;
  const folder = path.join(settings.home, 'plain');
  const place = {
    ...foldersIn(folder),
    name: 'plain',
    address,
    httpPort: ports.http,
    amiPort: ports.ami,
    sipPort: ports.sip,
  };
  const login = { user: 'plain', password: 'plain-dialplan' };
  await mkdir(music, { recursive: true });
  await renderTemplates(general, place, {
    ...place,
    ...login,
    node,
    music,
    modules: program.moduleFolder,
    data: program.dataFolder,
    rtpFirst: ports.rtpFirst,
    rtpLast: ports.rtpLast,
    media: mediaLines(address),
    carrier: carrierSections(settings),
    hotlines: extensions,
    ...{ town: '', fallbacks: '' },
  });
  await startAsterisk(place, program, login);
  return () => stopAsterisk(place);
}
