import type { Express } from 'express';
import * as fake from './fake-data.ts';

/** Recordings, and what residents have said after the tone: all of them hum. */
export function serveRecordings(app: Express): void {
  app.get('/api/recordings/:id/audio', (request, response) => {
    const wav = tone(30);
    const ranges = request.range(wav.length);
    const range = Array.isArray(ranges) ? ranges[0] : undefined;
    response.type('audio/wav').set('accept-ranges', 'bytes');
    if (!range) return void response.send(wav);
    response.status(206).set('content-range', `bytes ${range.start}-${range.end}/${wav.length}`);
    response.send(wav.subarray(range.start, range.end + 1));
  });
  app.get('/api/recordings/:id/waveform', (_request, response) => void response.json(fake.waveform));
  app.get(/^\/api\/(requests|callbacks)\/\d+\/message$/, (_request, response) => {
    response.type('audio/wav').send(tone(20));
  });
}

/** Seconds of a quiet stereo hum as a WAV file. */
function tone(seconds: number): Buffer {
  const rate = 8_000;
  const samples = seconds * rate;
  const wav = Buffer.alloc(44 + samples * 4);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 4, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 4, 40);
  for (let index = 0; index < samples; index += 1) {
    const value = Math.round(2_000 * Math.sin((index / rate) * 2 * Math.PI * 220));
    wav.writeInt16LE(value, 44 + index * 4);
    wav.writeInt16LE(-value, 46 + index * 4);
  }
  return wav;
}
