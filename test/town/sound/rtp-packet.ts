import { type Codec, decode, payloadType } from './g711.ts';
import type { Packet } from './packet-times.ts';

/** RFC 3550, 5.1: without an extension or sources that contributed. */
const headerBytes = 12;
/** 20 ms at 8 kHz. */
export const frameSamples = 160;

/** One frame of a stream, whose samples are `silence` until they are written to `body`. */
export function emptyPacket(frame: { payloadType: number; nth: number; ssrc: number; silence: number }): {
  packet: Buffer;
  body: Uint8Array;
} {
  const packet = Buffer.alloc(headerBytes + frameSamples, frame.silence);
  packet[0] = 0x80;
  // The marker: with the first frame somebody begins to speak (RFC 3551, 4.1).
  packet[1] = frame.payloadType | (frame.nth === 0 ? 0x80 : 0);
  packet.writeUInt16BE(frame.nth & 0xffff, 2);
  packet.writeUInt32BE((frame.nth * frameSamples) >>> 0, 4);
  packet.writeUInt32BE(frame.ssrc, 8);
  return { packet, body: packet.subarray(headerBytes) };
}

/** What came over UDP, as sound; undefined when it is none of this codec. */
export function readPacket(bytes: Uint8Array, codec: Codec): Packet | undefined {
  if (bytes.length <= headerBytes || ((bytes[1] ?? 0) & 0x7f) !== payloadType[codec]) return undefined;
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  return {
    sequence: header.getUint16(2),
    timestamp: header.getUint32(4),
    ssrc: header.getUint32(8),
    sound: decode(codec, bytes.subarray(headerBytes + 4 * (header.getUint8(0) & 15))),
  };
}
