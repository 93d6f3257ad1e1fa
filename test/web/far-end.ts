import type { Page } from 'playwright-core';
import type { OpenDesk } from './desk-bench.ts';

/** A far end in the same page: speaks with the browser's made-up microphone, and says how loud it is spoken to. */
const farEnd = `(async () => {
  const peer = new RTCPeerConnection();
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of microphone.getTracks()) peer.addTrack(track, microphone);
  window.farEnd = peer;
  await peer.setLocalDescription(await peer.createOffer());
  await new Promise((resolve) => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
    if (peer.iceGatheringState === 'complete') resolve();
  });
  return peer.localDescription.sdp;
})()`;

/** How many packets it has heard, once there are more than twenty. */
export const packetsHeard = `(async () => {
  const answer = await new Promise((resolve) => {
    const look = async () => {
      const stats = [...(await window.farEnd.getStats()).values()].find((one) => one.type === 'inbound-rtp');
      if (stats && stats.packetsReceived > 20) resolve(stats.packetsReceived);
      else setTimeout(look, 50);
    };
    look();
  });
  return answer;
})()`;

/** Rings the desk's phone; it is over when the far end has the answer. */
export async function rings(
  { page, exchange }: OpenDesk,
  callId: string,
  headers: Record<string, string> = {},
) {
  const sdp = (await page.evaluate(farEnd)) as string;
  return exchange.invite(sdp, { 'X-Holos-Call': callId, ...headers }).then((answer) => accept(page, answer));
}

const accept = (page: Page, answer: string) =>
  page.evaluate(`window.farEnd.setRemoteDescription({ type: 'answer', sdp: ${JSON.stringify(answer)} })`);
