import { type ChildProcess, spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { HolosError } from '../../errors.ts';
import { rate, readWav, writeWav } from '../town/sound/wav.ts';

const modules = '/usr/lib/baresip/modules';
const consolePort = 5555;
/** What it says; it sends keys only while it sends sound. */
const silence = 'silence.wav';
const longestCallSeconds = 120;

/**
 * A SIP phone that shares nothing with Holos and its town: baresip, with its own SIP, RTP and keys (RFC 4733). It is operated
 * through its console, and keeps what it hears as files.
 */
export class IndependentPhone {
  readonly #program: ChildProcess;
  readonly #console: dgram.Socket;
  readonly #address: string;
  readonly #folder: string;
  readonly #waiting = new Set<() => void>();
  #output = '';
  #read = 0;

  /** @param numbers under which it can be called; the first is what it calls from */
  static async start(place: {
    address: string;
    port: number;
    numbers: readonly string[];
  }): Promise<IndependentPhone> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'baresip-'));
    const accounts = place.numbers.map((number) => `<sip:${number}@${place.address}>;regint=0`);
    await writeFile(path.join(folder, 'accounts'), `${accounts.join('\n')}\n`);
    await writeFile(path.join(folder, 'contacts'), '');
    await writeWav(path.join(folder, silence), new Int16Array(longestCallSeconds * rate));
    await writeFile(path.join(folder, 'config'), configuration(folder, place));
    const phone = new IndependentPhone(folder, place.address);
    await phone.shows(/baresip is ready/);
    return phone;
  }

  private constructor(folder: string, address: string) {
    this.#folder = folder;
    this.#address = address;
    this.#console = dgram.createSocket('udp4');
    this.#program = spawn('baresip', ['-f', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#program.stdout, this.#program.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        for (const look of [...this.#waiting]) look();
      });
  }

  /** A command of its console, e.g. `dial sip:750600@127.0.0.1`. */
  does(command: string): void {
    this.#console.send(`/${command}\n`, consolePort, this.#address);
  }

  presses(key: string): void {
    this.does(`sndcode ${key}`);
  }

  /** What it shows next and fits; what it showed before that is over. */
  shows(fits: RegExp, limitMs = 15_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = fits.exec(this.#output.slice(this.#read));
        if (!found) return;
        this.#read += found.index + found[0].length;
        settle(() => resolve(found[0]));
      };
      const settle = (act: () => void) => {
        clearTimeout(limit);
        this.#waiting.delete(look);
        act();
      };
      const limit = setTimeout(() => {
        const text = `The phone did not show ${fits} within ${limitMs} ms, but:\n${this.#output.slice(this.#read)}`;
        settle(() => reject(new HolosError('test.phone', text)));
      }, limitMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** What it has heard in its latest call that is over. */
  async heard(): Promise<Int16Array> {
    const files = (await readdir(this.#folder)).filter((name) => name.endsWith('-dec.wav')).sort();
    return readWav(path.join(this.#folder, files.at(-1) ?? ''));
  }

  async remove(): Promise<void> {
    this.#console.close();
    this.#program.kill('SIGTERM');
    if (this.#program.exitCode === null) await once(this.#program, 'exit');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** No sound card: what comes goes through the filter that writes it down. */
function configuration(folder: string, { address, port }: { address: string; port: number }): string {
  return `sip_listen ${address}:${port}
audio_player aubridge,ear
audio_source aufile,${path.join(folder, silence)}
audio_alert aubridge,bell
module_path ${modules}
module g711.so
module aubridge.so
module aufile.so
module sndfile.so
module_tmp account.so
module_app menu.so
module cons.so
cons_listen ${address}:${consolePort}
snd_path ${folder}
`;
}
