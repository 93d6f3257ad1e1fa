import { type Command, readArguments, usageError } from './command.ts';

export const call: Command = {
  name: 'call',
  summary: 'Place one call as a resident of the town, and print what was heard and pressed.',
  usage: 'call <number> [--from +380501112233] [--keys "1 0"]',
  async run(args) {
    const { positionals } = readArguments(
      args,
      { from: { type: 'string', default: '+380501112233' }, keys: { type: 'string', default: '' } },
      1,
    );
    if (!positionals[0]) throw usageError('Say which number to call, e.g. 750600.');
    return 1;
  },
};
