import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler } from 'express';
import helmet from 'helmet';
import type { Settings } from '../../config/settings.ts';
import { phoneSocketUrl } from './live/phone-access.ts';

/**
 * What the desk's page may do: run its own scripts only, reach this server and the phone's socket, play sound that it has
 * made itself. No page may frame it. The microphone is allowed, and nothing else of the machine.
 */
export function secureHeaders(settings: Pick<Settings, 'address' | 'ports'>): RequestHandler[] {
  const phoneSocket = (request: IncomingMessage) => {
    const { protocol, headers } = request as Request;
    return phoneSocketUrl(settings, { secure: protocol === 'https', host: headers.host ?? 'localhost' });
  };
  const ownSocket = (request: IncomingMessage) => {
    const { protocol, headers } = request as Request;
    return `${protocol === 'https' ? 'wss' : 'ws'}://${headers.host ?? 'localhost'}`;
  };
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          // Positions that a script computes stand in style attributes; rules do not.
          styleSrcAttr: ["'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          mediaSrc: ["'self'", 'blob:'],
          workerSrc: ["'self'", 'blob:'],
          connectSrc: ["'self'", ownSocket, phoneSocket],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      // Only what came over TLS may say so; plain http on a loopback address must go on working.
      strictTransportSecurity: false,
      xFrameOptions: { action: 'deny' },
    }),
    (request, response, next) => {
      response.set('Permissions-Policy', 'microphone=(self), camera=(), geolocation=()');
      if (request.secure) response.set('Strict-Transport-Security', 'max-age=31536000');
      next();
    },
  ];
}
