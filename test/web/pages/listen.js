/**
 * Runs in the desk's page before anything of its own. Keeps what comes out of the loudspeaker (of whatever plays a stream just
 * now), and what stood on the desk in the moment its phone was rung.
 */
const rate = 8000;
let samples = [];
let cardAtInvite = null;

globalThis.holosTest = {
  /** What was heard since the last time: 16-bit samples at 8,000 a second, in base64. */
  takeHeard() {
    const bytes = new Uint8Array(Int16Array.from(samples).buffer);
    samples = [];
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192)
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  },
  cardAtInvite: () => cardAtInvite,
};

const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = async function played() {
  await play.call(this);
  if (this.srcObject instanceof MediaStream) void listen(this, this.srcObject);
};

async function listen(element, stream) {
  const [track] = stream.getAudioTracks();
  const frames = new MediaStreamTrackProcessor({ track }).readable.getReader();
  for (let { value, done } = await frames.read(); !done; { value, done } = await frames.read()) {
    if (element.srcObject === stream && !element.paused && !element.muted) keep(value);
    value.close();
  }
}

/** Each sample is the mean of those it stands for. */
function keep(frame) {
  const plane = new Float32Array(frame.numberOfFrames);
  frame.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
  const of = frame.sampleRate / rate;
  for (let at = 0; at + of <= plane.length; at += of) {
    const mean = plane.subarray(at, at + of).reduce((sum, value) => sum + value, 0) / of;
    samples.push(Math.max(-32768, Math.min(32767, Math.round(mean * 32768))));
  }
}

globalThis.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string' || !data.startsWith('INVITE ')) return;
      const shown = document.querySelector('[data-testid=ringing]');
      cardAtInvite = shown ? document.querySelector('[data-testid=card]').textContent : '';
    });
  }
};
