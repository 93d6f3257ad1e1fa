import type { AriEvent } from './node.ts';

/**
 * What AMI tells of an endpoint that can be reached now, or no more, in the shape of ARI's PeerStatusChange: once it has registered
 * and answered, and when its last registration has gone or it answers no more.
 * It is not asked of ARI, because who subscribes to an endpoint there hears every event of its calls twice.
 */
export function readPeerStatus(
  event: Readonly<Record<string, string>>,
  now = new Date(),
): AriEvent | undefined {
  const { event: kind, peer = '', peerstatus } = event;
  const [technology, resource] = peer.split('/');
  if (kind !== 'PeerStatus' || !technology || !resource || peerstatus === undefined) return undefined;
  return {
    type: 'PeerStatusChange',
    timestamp: now.toISOString(),
    endpoint: { technology, resource, state: peerstatus === 'Reachable' ? 'online' : 'offline' },
  };
}
