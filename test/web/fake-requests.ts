import type { Express } from 'express';
import { type RequestSummary, requestStatus } from '../../agent-desk/contract/shapes.ts';
import * as fake from './fake-data.ts';

/** The register of requests: those of the made-up day, and those that are made on it. */
export function serveRequests(app: Express): void {
  const requests: RequestSummary[] = [...fake.requests];
  app.get('/api/requests', (request, response) => {
    const wanted = String(request.query.search ?? '').toLocaleLowerCase();
    const items = requests.filter(
      (one) =>
        (!request.query.status || one.status === request.query.status) &&
        `${one.number} ${one.text} ${one.place}`.toLocaleLowerCase().includes(wanted),
    );
    response.json({ items, next: null });
  });
  app.get('/api/requests/:id', (request, response) => {
    const found = requests.find((one) => String(one.id) === request.params.id);
    if (found) response.json(fake.requestDetails(found));
    else response.status(404).json({ code: 'request.unknown', message: 'No such request.' });
  });
  app.post('/api/requests', (request, response) => {
    const first = requests[0];
    const category = fake.company.categories.find((one) => one.id === request.body.category);
    if (!first || !category)
      return void response.status(400).json({ code: 'category.unknown', message: 'Unknown.' });
    const id = requests.length + 1;
    const made: RequestSummary = {
      ...first,
      ...request.body,
      id,
      number: `З-2026-00${1200 + id}`,
      executor: category.executor,
      status: 'new',
      createdAt: new Date().toISOString(),
      dueAt: new Date(Date.now() + category.dueHours * 3_600_000).toISOString(),
    };
    requests.unshift(made);
    response.json(fake.requestDetails(made));
  });
  app.post('/api/requests/:id/calls', (request, response) => {
    const found = requests.find((one) => String(one.id) === request.params.id);
    if (found) response.json(fake.requestDetails(found));
    else response.status(404).json({ code: 'request.unknown', message: 'No such request.' });
  });
  app.patch('/api/requests/:id', (request, response) => {
    const index = requests.findIndex((one) => String(one.id) === request.params.id);
    const found = requests[index];
    if (!found)
      return void response.status(404).json({ code: 'request.unknown', message: 'No such request.' });
    const changed = { ...found, status: requestStatus.parse(request.body.status) };
    requests[index] = changed;
    response.json(fake.requestDetails(changed));
  });
}
