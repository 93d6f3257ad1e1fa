import type { AriChannel, AsteriskNode, NodeInventory } from './node.ts';

/** The channels and bridges that belong to the application, as Asterisk has them now. */
export async function takeInventory(
  node: Pick<AsteriskNode, 'ari'>,
  application: string,
): Promise<NodeInventory> {
  const [own, channels, bridges] = await Promise.all([
    node.ari<{ channel_ids: string[]; bridge_ids: string[] }>('applications', 'get', {
      applicationName: application,
    }),
    node.ari<AriChannel[]>('channels', 'list'),
    node.ari<NodeInventory['bridges'] & { id: string }[]>('bridges', 'list'),
  ]);
  const ownChannels = new Set(own.channel_ids);
  const ownBridges = new Set(own.bridge_ids);
  return {
    channels: channels.filter(({ id }) => ownChannels.has(id)),
    bridges: bridges
      .filter(({ id }) => ownBridges.has(id))
      .map(({ id, name, channels: inside }) => ({ id, name, channels: inside })),
  };
}
