/** The shapes that the server and the browser share. Times are ISO 8601 in UTC; money is in kopecks. */
export * from './shapes/buildings.ts';
export * from './shapes/calls.ts';
export * from './shapes/campaigns.ts';
export * from './shapes/common.ts';
export * from './shapes/company.ts';
export * from './shapes/operators.ts';
export * from './shapes/people.ts';
export * from './shapes/prompts.ts';
export * from './shapes/requests.ts';
export * from './shapes/residents.ts';
export * from './shapes/talks.ts';
