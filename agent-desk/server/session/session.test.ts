import express from 'express';
import { MemoryStore } from 'express-session';
import request from 'supertest';
import { expect, test, vi } from 'vitest';
import { createLog } from '../../../log.ts';
import { answerFailures } from '../failures.ts';
import { sessions } from './session.ts';
import type { SessionStore } from './store.ts';

test('a session that cannot be read for a while is good again afterwards', async () => {
  const store = new MemoryStore();
  const app = express().use(sessions(store as unknown as SessionStore, 'secret'));
  app.post('/', (asked, response) => {
    asked.session.operatorId = 1;
    response.json(null);
  });
  app.get('/', (asked, response) => void response.json(asked.session.operatorId ?? null));
  app.use(answerFailures(createLog('silent')));
  const browser = request.agent(app);
  await browser.post('/').expect(200);

  const get = vi.spyOn(store, 'get').mockImplementation((_sid, done) => {
    done(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  });
  await browser.get('/').expect(503);
  get.mockRestore();
  expect((await browser.get('/').expect(200)).body).toBe(1);
});
