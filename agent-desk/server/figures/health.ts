import type { Express } from 'express';
import type { AsteriskNode } from '../../../telephony/asterisk/node.ts';
import type { Figures } from './metrics.ts';

export interface HealthParts {
  node: Pick<AsteriskNode, 'name' | 'state'>;
  databaseAnswers: () => Promise<boolean>;
  figures: Figures;
}

/** For whoever watches over the machine. Open to anyone who reaches the desk: nothing personal is in them. */
export function answerHealth(app: Express, { node, databaseAnswers, figures }: HealthParts): void {
  app.get('/health', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ alive: true });
  });
  app.get('/ready', async (_request, response) => {
    const missing = [
      ...((await databaseAnswers()) ? [] : ['database']),
      ...(node.state === 'up' ? [] : [`asterisk ${node.name}`]),
    ];
    const ready = missing.length === 0;
    response
      .set('Cache-Control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ ready, missing });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(figures.registry.contentType).send(await figures.registry.metrics());
  });
}
