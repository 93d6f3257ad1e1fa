import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request as send } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from '../../config/settings.ts';

export interface TlsProxy {
  /** Where browsers reach the desk: `https://host:port`. */
  readonly address: string;
  close(): void;
}

/**
 * The desk behind TLS, as docs/running.md tells: `/ws` goes to Asterisk, everything else to the desk, and both hear which host
 * was asked and that it was over TLS. Its certificate is made here, so no browser knows it.
 */
export async function startTlsProxy(
  { address, ports }: Settings,
  folder: string,
  host = '127.0.0.1',
): Promise<TlsProxy> {
  const { key, cert } = await certificate(folder);
  const onward = (request: IncomingMessage) => {
    const { method, headers, url = '/' } = request;
    const port = new URL(url, 'http://desk').pathname === '/ws' ? ports.http : ports.desk;
    const told = { ...headers, 'x-forwarded-proto': 'https' };
    return send({ host: address, port, method, path: url, headers: told });
  };
  const server = createServer({ key, cert }, (request, response) => {
    const asked = onward(request);
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  });
  server.on('upgrade', (request, browser) => {
    const asked = onward(request);
    asked.on('upgrade', (answer, system) => {
      const head = answer.rawHeaders.map((text, at) => (at % 2 ? `${text}\r\n` : `${text}: `));
      browser.write(`HTTP/1.1 101 Switching Protocols\r\n${head.join('')}\r\n`);
      // Either end that breaks off takes the other with it.
      for (const [from, to] of [
        [browser, system],
        [system, browser],
      ] as const)
        from
          .on('error', () => to.destroy())
          .on('close', () => to.destroy())
          .pipe(to);
    });
    asked.on('response', () => browser.destroy());
    asked.on('error', () => browser.destroy());
    asked.end();
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `https://${host}:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function certificate(folder: string): Promise<{ key: Buffer; cert: Buffer }> {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  await promisify(execFile)('openssl', ['req', ...kind, '-subj', '/CN=desk', '-keyout', key, '-out', cert]);
  return { key: await readFile(key), cert: await readFile(cert) };
}
