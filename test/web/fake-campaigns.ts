import type { Express } from 'express';
import * as fake from './fake-data.ts';
import type { FakeDay } from './fake-day.ts';

/** Campaigns: nobody is called, but they can be made, started and stopped. */
export function serveCampaigns(app: Express, day: FakeDay): void {
  app.get('/api/campaigns/:id', (request, response) => {
    const found = day.state.campaigns.find((one) => String(one.id) === request.params.id);
    if (found) response.json({ ...found, attempts: found.id === 1 ? fake.attempts : [] });
    else response.status(404).json({ code: 'campaign.unknown', message: 'No such campaign.' });
  });
  app.post('/api/campaigns', (request, response) => {
    const numbers: string[] = request.body.numbers;
    if (!numbers.some((number) => /\d/.test(number))) {
      const refused = numbers.map((number) => ({ number, why: 'not-a-number' }));
      return void response.status(400).json({ code: 'campaign.nobody', message: 'Nobody.', refused });
    }
    const campaign = {
      id: day.state.campaigns.length + 1,
      name: String(request.body.name),
      question: 'survey.question',
      state: 'draft' as const,
      createdAt: new Date().toISOString(),
      numbers: numbers.length,
      done: 0,
    };
    day.send({ type: 'campaign', campaign });
    response.json({ ...campaign, refused: [] });
  });
  app.post('/api/campaigns/:id/:turn', (request, response) => {
    const found = day.state.campaigns.find((one) => String(one.id) === request.params.id);
    if (!found)
      return void response.status(404).json({ code: 'campaign.unknown', message: 'No such campaign.' });
    const campaign = {
      ...found,
      state: request.params.turn === 'start' ? ('running' as const) : ('paused' as const),
    };
    day.send({ type: 'campaign', campaign });
    response.json(campaign);
  });
}
