import { readSettings } from '../config/settings.ts';
import { type Command, readArguments } from './command.ts';
import { tellHowItRuns } from './parts/how-it-runs.ts';
import { bringUp } from './up.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'Like up, with a demo company and a simulated town that keeps calling.',
  usage: 'demo',
  async run(args) {
    readArguments(args, {});
    const settings = { ...readSettings(), demo: true };
    await tellHowItRuns(settings, await bringUp(settings));
    console.log('\nStop it with ./holos down; place a call yourself with ./holos call 750600 --keys "1 0".');
    return 0;
  },
};
