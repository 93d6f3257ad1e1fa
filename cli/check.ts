import { readSettings } from '../config/settings.ts';
import { type Command, readArguments } from './command.ts';

export const check: Command = {
  name: 'check',
  summary: 'Read the settings, the company file and the prompts, and say everything that is wrong.',
  usage: 'check',
  async run(args) {
    readArguments(args, {});
    readSettings();
    return 0;
  },
};
