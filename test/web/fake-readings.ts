import type { Express } from 'express';
import type { ReadingToCheck } from '../../agent-desk/contract/shapes.ts';
import { ago } from './fake-data.ts';

const doubtful: ReadingToCheck[] = [
  {
    ...{ id: 11, value: '198.000', takenAt: ago(30_000), doubts: ['lower', 'overdue'], account: '75000148' },
    meter: { kind: 'hot-water', place: 'bathroom', serial: 'ВГ-4471955' },
    earlier: { value: '203.450', takenAt: ago(2_700_000) },
    home: { street: 'вул. Добровольська-Кшижановська', house: '14а', flat: '27' },
    ...{ callId: 'call-7', number: '+380501112233' },
  },
  {
    ...{ id: 12, value: '21540.000', takenAt: ago(9_000), doubts: ['high'], account: '75000231' },
    meter: { kind: 'electricity', place: 'landing', serial: 'НІК-208114' },
    earlier: null,
    home: { street: 'вул. Галицька', house: '7', flat: '3' },
    ...{ callId: null, number: null },
  },
];

/** Doubtful readings, each until somebody has said whether it is right. The returned function puts all of them back. */
export function serveReadings(app: Express): () => void {
  let left = doubtful;
  app.get('/api/readings/doubtful', (_request, response) => {
    response.json({ items: left, all: left.length });
  });
  app.post('/api/readings/:id/check', (request, response) => {
    const others = left.filter((one) => String(one.id) !== request.params.id);
    if (others.length === left.length)
      return void response.status(409).json({ code: 'reading.not-now', message: 'To be checked no longer.' });
    left = others;
    response.json(null);
  });
  return () => {
    left = doubtful;
  };
}
