const samplesPerMs = 8;
const frameSamples = 160;
/** About -40 dBFS: louder than a line's noise, softer than a whisper into the mouthpiece. */
const voiceLevel = 330;
/**
 * What a line says by itself, in Hz: dial tone and busy (425, ITU-T E.180 as it is used in Europe), a fax that calls (1100) and one
 * that answers (2100, both ITU-T T.30). A telephone that was put down, or a fax, leaves no message.
 */
const lineTones = [425, 1100, 2100];
/** A tone's frequency may be off by so much; a frame of 20 ms tells no finer. */
const offHz = [-25, -12.5, 0, 12.5, 25];
/** So much of a frame's energy in one tone is no voice, which has overtones. */
const tonal = 0.75;

/** How long there was voice in 8 kHz sound: frames of 20 ms that are loud, and are no tone of the line. */
export function voicedMs(samples: Int16Array): number {
  let frames = 0;
  for (let at = 0; at + frameSamples <= samples.length; at += frameSamples) {
    const frame = samples.subarray(at, at + frameSamples);
    const energy = frame.reduce((sum, sample) => sum + sample ** 2, 0);
    if (Math.sqrt(energy / frameSamples) < voiceLevel) continue;
    if (!isLineTone(frame, energy)) frames++;
  }
  return (frames * frameSamples) / samplesPerMs;
}

function isLineTone(frame: Int16Array, energy: number): boolean {
  return lineTones.some((tone) => offHz.some((off) => shareOf(tone + off, frame, energy) >= tonal));
}

/** The share of the energy that one frequency has, by Goertzel's algorithm: 1 for a pure tone. */
function shareOf(hertz: number, frame: Int16Array, energy: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / (samplesPerMs * 1000));
  let [one, two] = [0, 0];
  for (const sample of frame) [one, two] = [sample + turn * one - two, one];
  const power = one ** 2 + two ** 2 - turn * one * two;
  return (2 * power) / (frame.length * energy);
}
