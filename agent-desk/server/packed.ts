import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

const pack = promisify(gzip);
const builtFile = /^\/assets\/([\w.-]+\.(?:js|css))$/;

/**
 * The desk's scripts and styles, packed for whoever takes that: a third of a megabyte instead of one, for a desk on a slow line. Each
 * is packed once, and kept: its name changes with what is in it.
 * @param cachingOf what is said of keeping the same file unpacked
 */
export function sendPacked(folder: string, cachingOf: (file: string) => string): RequestHandler {
  const kept = new Map<string, Promise<Buffer>>();
  const packed = (file: string) => {
    const known = kept.get(file) ?? readFile(file).then((body) => pack(body, { level: 9 }));
    kept.set(file, known);
    return known;
  };
  return async (request, response, next) => {
    const name = builtFile.exec(request.path)?.[1];
    if (name === undefined || !request.acceptsEncodings('gzip')) return next();
    const file = path.join(folder, 'assets', name);
    const body = await packed(file).catch(() => null);
    if (!body) {
      // There is no such file, or not yet: whoever serves files says so.
      kept.delete(file);
      return next();
    }
    response.set({ 'Content-Encoding': 'gzip', 'Cache-Control': cachingOf(file) });
    response.vary('Accept-Encoding').type(path.extname(name)).send(body);
  };
}
