import { serverFiles } from '../../db/private-server/files.ts';
import { runningPid, waitForExit } from '../../db/private-server/process.ts';
import { startDatabase } from '../../db/server.ts';
import type { TestDatabase } from '../../db/testing.ts';

/** A way in which the database is away; coming back when it is there changes nothing. */
export interface Outage {
  goes(): Promise<void>;
  comes(): Promise<void>;
}

/** Two ways: a server that is killed refuses at once, one that is frozen takes every question and answers none. */
export function outagesOf({ settings }: Pick<TestDatabase, 'settings'>): Record<'killed' | 'frozen', Outage> {
  const pid = () => runningPid(serverFiles(settings.home));
  const signal = (name: NodeJS.Signals) => {
    const running = pid();
    if (running === undefined) throw new Error('no database runs');
    process.kill(running, name);
    return running;
  };
  return {
    killed: {
      async goes() {
        await waitForExit(signal('SIGKILL'), 10_000);
      },
      async comes() {
        await startDatabase(settings);
      },
    },
    frozen: {
      async goes() {
        signal('SIGSTOP');
      },
      async comes() {
        signal('SIGCONT');
      },
    },
  };
}
