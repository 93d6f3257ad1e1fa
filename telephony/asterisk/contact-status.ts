import type { AriEvent } from './node.ts';

/**
 * What AMI tells of a phone that registered, went, or stopped answering, in the shape of ARI's ContactStatusChange.
 * It is not asked of ARI, because who subscribes to an endpoint there hears every event of its calls twice.
 */
export function readContactStatus(
  event: Readonly<Record<string, string>>,
  now = new Date(),
): AriEvent | undefined {
  const { event: kind, uri, contactstatus, aor } = event;
  if (kind !== 'ContactStatus' || uri === undefined || contactstatus === undefined || aor === undefined)
    return undefined;
  return {
    type: 'ContactStatusChange',
    timestamp: now.toISOString(),
    contact_info: { uri, contact_status: contactstatus, aor },
    endpoint: { technology: 'PJSIP', resource: event.endpointname ?? aor, state: 'unknown' },
  };
}
