/** A believable day at a housing company, for looking at the desk without the real server. All of it is made up. */
export * from './fake-data/buildings.ts';
export * from './fake-data/callback-event.ts';
export * from './fake-data/calls.ts';
export * from './fake-data/campaigns.ts';
export * from './fake-data/clock.ts';
export * from './fake-data/company.ts';
export * from './fake-data/desk-state.ts';
export * from './fake-data/requests.ts';
export * from './fake-data/residents.ts';
export * from './fake-data/waveform.ts';
