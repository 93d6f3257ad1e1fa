import { expect, test } from 'vitest';
import { readPeerStatus } from './peer-status.ts';

const told = { event: 'PeerStatus', channeltype: 'PJSIP', peer: 'PJSIP/operator-9' };

test.each([
  ['Reachable', 'online'],
  ['Unreachable', 'offline'],
])('a peer that is %s is %s', (peerstatus, state) => {
  const endpoint = { technology: 'PJSIP', resource: 'operator-9', state };
  expect(readPeerStatus({ ...told, peerstatus })).toMatchObject({ type: 'PeerStatusChange', endpoint });
});

test.each<Record<string, string>>([
  { event: 'ContactStatus', aor: 'operator-9' },
  { ...told, peer: 'nobody', peerstatus: 'Reachable' },
  told,
])('%j says nothing of a peer', (event) => {
  expect(readPeerStatus(event)).toBeUndefined();
});
