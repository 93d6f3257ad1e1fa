/** How loud the sound in a stream is, 0 to 1, told on every picture the browser draws. Returns a function that stops it. */
export function followLevel(stream: MediaStream, told: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = requestAnimationFrame(function measure() {
    analyser.getFloatTimeDomainData(samples);
    told(levelOf(samples));
    frame = requestAnimationFrame(measure);
  });
  return () => {
    cancelAnimationFrame(frame);
    void context.close();
  };
}

/** Root mean square on a scale of decibels: −60 dB and less is 0, full scale is 1. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  const loud = Math.sqrt(sum / Math.max(1, samples.length));
  return loud === 0 ? 0 : Math.min(1, Math.max(0, 1 + (20 * Math.log10(loud)) / 60));
}
