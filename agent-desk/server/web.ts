import { existsSync } from 'node:fs';
import path from 'node:path';
import express, { type Express, type Response } from 'express';
import { sendPacked } from './packed.ts';

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Holos</title>
<h1>The desk is not built yet</h1>
<p>Build it with <code>npx vite build</code> in this folder, or start everything with <code>./holos up</code>, which does so.
Then load this page again.</p></html>
`;

/**
 * The built desk. Its files carry a hash of what is in them and are kept by browsers for ever; the page itself is asked for
 * each time, so that a new version is taken at once. Every path that is no file is a place within the desk.
 */
export function serveDesk(app: Express, folder: string): void {
  const page = path.join(folder, 'index.html');
  app.get('/assets/{*file}', sendPacked(folder, cachingOf));
  app.use(express.static(folder, { index: false, setHeaders: setCaching }));
  app.get('/{*place}', (request, response, next) => {
    if (request.path.startsWith('/assets/')) return next();
    response.set('Cache-Control', 'no-cache');
    if (existsSync(page)) response.sendFile(page, { cacheControl: false });
    else response.status(503).type('html').send(notBuilt);
  });
}

function setCaching(response: Response, file: string): void {
  response.set('Cache-Control', cachingOf(file));
}

function cachingOf(file: string): string {
  const hashed = file.split(path.sep).includes('assets');
  return hashed ? 'public, max-age=31536000, immutable' : 'no-cache';
}
