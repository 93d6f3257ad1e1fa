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

test('no port is above the last that there is', () => {
  expect(Math.max(...Object.values(readSettings({ HOLOS_PORT_BASE: '56536' }).ports))).toBe(65_535);
  expect(() => readSettings({ HOLOS_PORT_BASE: '56537' })).toThrow(/HOLOS_PORT_BASE/);
});

test('a carrier with half a login is refused: it would be let in by its address alone', () => {
  const together = /HOLOS_CARRIER_USER and HOLOS_CARRIER_PASSWORD/;
  expect(() => readSettings({ HOLOS_CARRIER_USER: 'trunk7' })).toThrow(together);
  expect(() => readSettings({ HOLOS_CARRIER_USER: 'trunk7', HOLOS_CARRIER_PASSWORD: '' })).toThrow(together);
  expect(() => readSettings({ HOLOS_CARRIER_PASSWORD: 'eight or more' })).toThrow(together);
  const login = { user: 'trunk7', password: 'eight or more' };
  const both = { HOLOS_CARRIER_USER: login.user, HOLOS_CARRIER_PASSWORD: login.password };
  expect(readSettings(both).carrier).toMatchObject({ login });
  expect(readSettings({}).carrier.login).toBeUndefined();
});

test('half a login is told together with all other faults', () => {
  const bad = { HOLOS_CARRIER_USER: 'trunk7', HOLOS_PORT_BASE: 'many' };
  expect(() => readSettings(bad)).toThrow(/HOLOS_PORT_BASE[\s\S]*HOLOS_CARRIER_PASSWORD/);
});

test('the settings cannot be changed afterwards', () => {
  const settings = readSettings({}) as { home: string };
  expect(() => {
    settings.home = '/elsewhere';
  }).toThrow(TypeError);
});

test('in the demo SMS are taken, so that callers are offered them; elsewhere only where it is said how they are sent', () => {
  expect(readSettings({}).smsCommand).toBeUndefined();
  expect(readSettings({ HOLOS_DEMO: '1' }).smsCommand).toBe('true');
  expect(readSettings({ HOLOS_DEMO: '1', HOLOS_SMS_COMMAND: 'send-sms {number}' }).smsCommand).toBe(
    'send-sms {number}',
  );
});
