import { expect, test } from 'vitest';
import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import { Line } from './line.ts';
import type { RtpPort } from './sound/rtp.ts';
import { Timeline } from './timeline.ts';

test('what ended while the link was lost has ended once it is looked at; what goes on goes on', async () => {
  let closed = 0;
  const rtp = { close: () => closed++ } as unknown as RtpPort;
  const gone = new Set<string>();
  const node = {
    onSubject: () => () => undefined,
    async ari(_resource: string, _operation: string, { channelId }: { channelId: string }) {
      if (gone.has(channelId)) throw new AriError('ari.not-found', 'gone', 404);
    },
  } as unknown as AsteriskNode;
  const line = new Line(node, 'a', '750600', rtp, new Timeline());
  await line.look();
  expect(line.isOver).toBe(false);
  gone.add('a');
  await line.look();
  expect(await line.ended(0)).toMatchObject({ by: 'holos' });
  expect(closed).toBe(1);
});
