import type { Express } from 'express';
import type { RecordingHealth } from '../../../recordings/store-health.ts';
import type { AsteriskNode } from '../../../telephony/asterisk/node.ts';
import type { Figures } from './metrics.ts';

export interface HealthParts {
  node: Pick<AsteriskNode, 'name' | 'state'>;
  databaseAnswers: () => Promise<boolean>;
  recordings: Pick<RecordingHealth, 'faults'>;
  companyFault: string | null;
  figures: Figures;
}

/**
 * For whoever watches over the machine. Open to anyone who reaches the desk: nothing personal is in them.
 *
 * `/ready` answers one question by its status: are calls taken? What is `missing` for that makes it 503. A call that is not
 * recorded is better than a call that is not answered, and so is one that is answered by yesterday's menu: what is wrong with the
 * recordings or the company's files stands under `faults`, with status 200. Nothing that starts, restarts or balances by the status
 * turns callers away because of that.
 */
export function answerHealth(app: Express, parts: HealthParts): void {
  const { node, databaseAnswers, recordings, companyFault, figures } = parts;
  app.get('/health', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ alive: true });
  });
  app.get('/ready', async (_request, response) => {
    const [databaseThere, inRecordings] = await Promise.all([databaseAnswers(), recordings.faults()]);
    const faults = [...(companyFault === null ? [] : [companyFault]), ...inRecordings];
    const missing = [
      ...(databaseThere ? [] : ['database']),
      ...(node.state === 'up' ? [] : [`asterisk ${node.name}`]),
    ];
    const ready = missing.length === 0;
    response
      .set('Cache-Control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ ready, missing, faults });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(figures.registry.contentType).send(await figures.registry.metrics());
  });
}
