/** Runs in the desk's page before anything of its own: notes when a call came, when its card was told to be drawn, and when the phone was called. */
globalThis.holosBench = [];

const note = (what) => {
  const drawn = document.querySelector('[data-testid=ringing]') !== null;
  const callId = document.querySelector('[data-testid=card]')?.dataset.callId ?? '';
  globalThis.holosBench.push({ what, at: Date.now(), callId: drawn ? callId : '' });
};

globalThis.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' && data.startsWith('INVITE ')) note('invite');
    });
  }
  send(data) {
    if (typeof data === 'string' && data.includes('"card-shown"')) note('card-shown');
    super.send(data);
  }
};
