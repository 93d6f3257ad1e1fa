import type { Express } from 'express';
import * as fake from './fake-data.ts';
import type { FakeDay } from './fake-day.ts';
import { figuresOf } from './fake-figures.ts';
import * as voice from './fake-voice.ts';

/** Who is logged in. */
export function serveSession(app: Express, day: FakeDay, loggedOut: boolean): void {
  let loggedIn = !loggedOut;
  app.get('/api/session', (_request, response) => {
    if (loggedIn) response.json(day.operator);
    else response.status(401).json({ code: 'session.none', message: 'Log in first.' });
  });
  app.post('/api/session', (request, response) => {
    loggedIn = request.body.password === 'right';
    if (loggedIn) response.json(day.operator);
    else response.status(401).json({ code: 'session.wrong', message: 'Wrong login or password.' });
  });
  app.post('/api/session/password', (request, response) => {
    if (request.body.oldPassword === 'right') response.json(null);
    else response.status(401).json({ code: 'password.wrong', message: 'The old password is wrong.' });
  });
  app.delete('/api/session', (_request, response) => {
    loggedIn = false;
    response.json(null);
  });
}

/** What the desk reads of the company, its residents and their calls. */
export function serveCompany(app: Express, day: FakeDay): void {
  app.get('/api/company', (_request, response) => void response.json(day.company));
  app.get('/api/residents', (request, response) => {
    const wanted = String(request.query.search).toLocaleLowerCase();
    const text = (one: (typeof fake.residents)[number]) =>
      [one.name, ...one.phones, one.building.street, one.account.number].join(' ').toLocaleLowerCase();
    response.json(fake.residents.filter((one) => text(one).includes(wanted)));
  });
  app.get('/api/residents/:id/card', (request, response) => {
    const found = fake.residents.find((one) => String(one.id) === request.params.id);
    if (found) response.json(fake.cardOf(found));
    else response.status(404).json({ code: 'resident.unknown', message: 'No such resident.' });
  });
  app.get('/api/figures', ({ query }, response) => {
    response.json(figuresOf(String(query.from), String(query.to)));
  });
  app.get('/api/calls', (_request, response) => void response.json({ items: day.state.calls, next: null }));
  app.get('/api/calls/:id', (request, response) => {
    const found = day.state.calls.find((one) => one.id === request.params.id);
    if (found) response.json(fake.callDetails(found));
    else response.status(404).json({ code: 'call.unknown', message: 'No such call.' });
  });
  app.get('/api/residents/:id/home', (request, response) => {
    response.json(
      request.params.id === '1' ? voice.home : { email: null, hasPin: false, meters: [], incidents: [] },
    );
  });
  app.post('/api/accounts/:id/pin', (_request, response) => void response.json({ pin: '480159' }));
  app.get('/api/sms', (request, response) => {
    response.json(request.query.number === '+380501112233' ? voice.sms : []);
  });
  app.get('/api/feedback', (_request, response) => {
    response.json({ items: voice.feedback, next: null });
  });
  app.get('/api/feedback/:id/comment', (_request, response) => {
    response.status(404).json({ code: 'message.lost', message: 'The message is not kept any more.' });
  });
  app.get('/api/incidents', (_request, response) => void response.json(fake.incidents));
  app.get('/api/announcements', (_request, response) => void response.json(fake.announcements));
  app.get('/api/buildings', (_request, response) => void response.json(fake.buildings));
  app.post('/api/callbacks/:id/done', (request, response) => {
    const found = day.state.callbacks.find((one) => String(one.id) === request.params.id);
    if (!found)
      return void response.status(404).json({ code: 'callback.unknown', message: 'No such callback.' });
    const callback = { ...found, doneAt: new Date().toISOString() };
    day.send(fake.callbackEvent(day.state, callback));
    response.json(callback);
  });
}
