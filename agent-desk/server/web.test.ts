import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDesk, testDesk } from './fakes/testing.ts';

let desk: TestDesk;
let deskFolder: string;
beforeAll(async () => {
  deskFolder = await mkdtemp(path.join(os.tmpdir(), 'holos-built-'));
  desk = await testDesk({ deskFolder });
}, 60_000);
afterAll(async () => {
  await desk.close();
  await rm(deskFolder, { recursive: true, force: true });
});

const ask = (place: string) => supertest(desk.url).get(place);

test('a desk that is not built says how to build it', async () => {
  const response = await ask('/').expect(503);
  expect(response.text).toContain('vite build');
});

test('the built desk is served: the page each time anew, its files for ever', async () => {
  await mkdir(path.join(deskFolder, 'assets'));
  await writeFile(path.join(deskFolder, 'index.html'), '<title>Desk</title>');
  await writeFile(path.join(deskFolder, 'assets', 'main-abc123.js'), 'export {};');
  for (const place of ['/', '/calls/n1-42', '/requests']) {
    const page = await ask(place).expect(200);
    expect(page.text).toContain('Desk');
    expect(page.get('Cache-Control')).toBe('no-cache');
  }
  const file = await ask('/assets/main-abc123.js').expect(200);
  expect(file.get('Cache-Control')).toContain('immutable');
  expect(file.get('Content-Encoding')).toBe('gzip');
  const unpacked = await ask('/assets/main-abc123.js').set('Accept-Encoding', 'identity').expect(200);
  expect(unpacked.get('Content-Encoding')).toBeUndefined();
  expect([file, unpacked].map(({ text }) => text)).toEqual(['export {};', 'export {};']);
  await ask('/assets/gone.js').expect(404);
});

test('a connection is kept for longer than a proxy before us keeps it', async () => {
  const { headers } = await fetch(`${desk.url}/health`);
  expect(headers.get('keep-alive')).toBe('timeout=75');
});

test('the page may run its own scripts only, and reach this server and the phone', async () => {
  const { headers } = await ask('/');
  const policy = headers['content-security-policy'] ?? '';
  const host = new URL(desk.url).host;
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain(`connect-src 'self' ws://${host} ws://127.0.0.1:5088/ws;`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers['strict-transport-security']).toBeUndefined();
  const overTls = await ask('/').set({ 'X-Forwarded-Proto': 'https', Host: 'desk.example' });
  expect(overTls.get('Content-Security-Policy')).toContain('wss://desk.example/ws');
  expect(overTls.get('Strict-Transport-Security')).toContain('max-age');
});

test('what is sent to a host that there cannot be is refused as such, also where anybody may ask', async () => {
  for (const Host of ['a;b', "a' 'unsafe-inline", 'a:b:c', ''])
    for (const place of ['/', '/health', '/ready', '/api/session']) {
      const { status, body } = await ask(place).set({ Host });
      expect([Host, status, body.code]).toEqual([Host, 400, 'request.invalid']);
    }
  for (const Host of ['desk.example', '192.0.2.10:8080', '[::1]:8080'])
    await ask('/health').set({ Host }).expect(200);
});
