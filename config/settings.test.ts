import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('without any variable, calls come to 127.0.0.1:5060 from 127.0.0.2', () => {
  const settings = readSettings({});
  expect(settings.ports.sip).toBe(5060);
  expect(settings.carrier).toMatchObject({ address: '127.0.0.2', port: 5060 });
});

test('HOLOS_PORT_BASE moves every port', () => {
  const usual = Object.values(readSettings({}).ports);
  const moved = Object.values(readSettings({ HOLOS_PORT_BASE: '21000' }).ports);
  expect(moved).toEqual(usual.map((port) => port + 16000));
  expect(new Set(usual).size).toBe(usual.length);
});

test('every fault is named at once, in one error', () => {
  const bad = { HOLOS_PORT_BASE: 'many', HOLOS_ADDRESS: 'here', HOLOS_NODE: 'Node 1' };
  expect(() => readSettings(bad)).toThrow(/HOLOS_PORT_BASE[\s\S]*HOLOS_ADDRESS[\s\S]*HOLOS_NODE/);
});

test.each(['10.0.0.999', '10.0.0.1:99999', '10.0.0.1:', '10.0.0.1:5060:1', 'carrier.example'])(
  'a carrier at %s is none that calls could come from',
  (carrier) => expect(() => readSettings({ HOLOS_CARRIER: carrier })).toThrow(/HOLOS_CARRIER: an address/),
);

test.each([{ HOLOS_CARRIER_USER: 'trunk' }, { HOLOS_CARRIER_PASSWORD: 'long enough' }])(
  'half of a log-in of the carrier is none: %o',
  (half) => expect(() => readSettings(half)).toThrow(/HOLOS_CARRIER_PASSWORD: .+ belong together/),
);

test('no port is above the last that there is', () => {
  expect(Math.max(...Object.values(readSettings({ HOLOS_PORT_BASE: '56536' }).ports))).toBe(65_535);
  expect(() => readSettings({ HOLOS_PORT_BASE: '56537' })).toThrow(/HOLOS_PORT_BASE/);
});

test('the settings cannot be changed afterwards', () => {
  const settings = readSettings({}) as { home: string };
  expect(() => {
    settings.home = '/elsewhere';
  }).toThrow(TypeError);
});
