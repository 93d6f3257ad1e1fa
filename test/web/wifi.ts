import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** In a test's own network (`cli/parts/own-network.ts`) browsers send and hear a call's sound here, and nothing else does. */
export const wifiAddress = '198.18.0.1';

const ip = async (...words: string[]) => (await promisify(execFile)('ip', words)).stdout;

/** Not where tests have to run in the machine's network: there nothing may be cut. */
export async function hasWifi(): Promise<boolean> {
  return (await ip('route', 'show', 'table', 'local')).includes(`local ${wifiAddress} dev lo`);
}

/**
 * Every packet to that address is thrown away, either way, and nobody is told: as on a floor that the Wi-Fi does not reach.
 * @returns what brings the network back
 */
export async function losesWifi(): Promise<() => Promise<void>> {
  await ip('route', 'replace', 'blackhole', wifiAddress, 'table', 'local');
  return async () => {
    await ip('route', 'replace', 'local', wifiAddress, 'dev', 'lo', 'table', 'local');
  };
}
