import type { Dialer } from '../../../dialer/dialer.ts';
import { presentAttempt, presentCampaign } from '../present/campaign.ts';
import type { Handlers } from '../routing.ts';

type Names = 'campaigns' | 'writeCampaign' | 'campaign' | 'startCampaign' | 'pauseCampaign';

export function campaignRoutes(dialer: Dialer): Pick<Handlers, Names> {
  return {
    campaigns: async () => (await dialer.list()).map(presentCampaign),
    async writeCampaign({ body, operator }) {
      const { refused, ...campaign } = await dialer.create({
        ...body,
        createdBy: operator.id,
        role: operator.role,
      });
      return { ...presentCampaign(campaign), refused: refused.map(({ number, why }) => ({ number, why })) };
    },
    async campaign({ params }) {
      const { attempts, ...campaign } = await dialer.get(params.id);
      return { ...presentCampaign(campaign), attempts: attempts.map(presentAttempt) };
    },
    startCampaign: async ({ params }) => presentCampaign(await dialer.start(params.id)),
    pauseCampaign: async ({ params }) => presentCampaign(await dialer.pause(params.id)),
  };
}
