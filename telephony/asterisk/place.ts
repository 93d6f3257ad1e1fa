import path from 'node:path';
import type { Settings } from '../../config/settings.ts';

/** One Asterisk on this machine: where its files are and where it listens. */
export interface AsteriskPlace {
  readonly name: string;
  readonly address: string;
  readonly etc: string;
  readonly var: string;
  readonly spool: string;
  readonly run: string;
  readonly log: string;
  readonly httpPort: number;
  readonly amiPort: number;
  readonly sipPort: number;
}

/** The folders and ports of the node that these settings describe. */
export function placeOf(settings: Settings): AsteriskPlace {
  const folder = path.join(settings.home, 'asterisk');
  return {
    ...foldersIn(folder),
    name: settings.node,
    address: settings.address,
    httpPort: settings.ports.http,
    amiPort: settings.ports.ami,
    sipPort: settings.ports.sip,
  };
}

/** Every folder that one Asterisk needs, under one. */
export function foldersIn(folder: string): Pick<AsteriskPlace, 'etc' | 'var' | 'spool' | 'run' | 'log'> {
  const at = (name: string) => path.join(folder, name);
  return { etc: at('etc'), var: at('var'), spool: at('spool'), run: at('run'), log: at('log') };
}

/** Where ARI's recordings land: `<this>/<recording name>.<format>`. */
export function recordingFolder(place: AsteriskPlace): string {
  return path.join(place.spool, 'recording');
}
