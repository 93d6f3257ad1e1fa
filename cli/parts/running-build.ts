import path from 'node:path';
import { isCurrent } from './build-once.ts';
import { placesIn, project } from './places.ts';
import { livingPid, wordsOf } from './processes.ts';

/** Whether the controller of this home was built from other sources than there are now; false when none is kept running. */
export function runsOlderBuild(home: string): boolean {
  const keeper = livingPid(placesIn(home).keeperPid, home);
  // The last of keeper.sh's own words.
  const script = keeper === undefined ? undefined : wordsOf(keeper).at(-1);
  return script !== undefined && !isCurrent(path.join(project, path.dirname(script)));
}
