import { readSettings } from '../config/settings.ts';
import { type Command, readArguments } from './command.ts';
import { withLock } from './parts/lock.ts';
import { placesIn } from './parts/places.ts';
import { step } from './parts/steps.ts';
import { stopAll } from './parts/stop.ts';

export const down: Command = {
  name: 'down',
  summary: 'Stop everything that up or demo started.',
  usage: 'down',
  async run(args) {
    readArguments(args, {});
    const { home } = readSettings();
    const onWait = () =>
      console.error('Another ./holos command is at work here; waiting up to a minute for it.');
    await withLock(placesIn(home).lock, 60_000, onWait, () =>
      step('stop', async (say) => {
        const stopped = await stopAll(home, say);
        return stopped.length ? stopped.join(', ') : 'nothing was running';
      }),
    );
    return 0;
  },
};
