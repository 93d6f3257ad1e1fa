import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { FakeAmi } from '../../test/fakes/fake-ami.ts';
import { AmiLink } from './link-ami.ts';
import { readRefusal } from './refusals.ts';

let ami: FakeAmi;
let link: AmiLink | undefined;

beforeEach(async () => {
  ami = await FakeAmi.start();
});

afterEach(async () => {
  await link?.close();
  link = undefined;
  await ami.close();
});

function open(
  password = 'right',
  onEvent: (event: Record<string, string>) => void = () => undefined,
): AmiLink {
  link = new AmiLink(
    { address: '127.0.0.1', port: ami.port, user: 'holos', password },
    createLog('silent'),
    onEvent,
  );
  return link;
}

async function linked(): Promise<AmiLink> {
  const opened = open();
  await opened.whenUp(3000);
  return opened;
}

test('a line break in any value is refused before anything is sent', async () => {
  const opened = await linked();
  const sent = ami.actions.length;
  await expect(opened.action('Getvar', { Variable: 'A\r\nAction: Originate' })).rejects.toMatchObject({
    code: 'ami.refused',
  });
  await expect(opened.action('Ping\nAction: Originate')).rejects.toMatchObject({ code: 'ami.refused' });
  await expect(opened.action('Ping', { 'A\r\nB': 'c' })).rejects.toMatchObject({ code: 'ami.refused' });
  expect(ami.actions.length).toBe(sent);
});

test('an action that is never answered ends after its limit', async () => {
  const opened = await linked();
  ami.silentTo.add('Slow');
  await expect(opened.action('Slow', {}, 50)).rejects.toMatchObject({ code: 'ami.timeout' });
});

test('an action that is pending when the connection drops is rejected at once', async () => {
  const opened = await linked();
  ami.silentTo.add('Slow');
  const pending = opened.action('Slow', {}, 60_000);
  const rejected = expect(pending).rejects.toMatchObject({ code: 'ami.down' });
  ami.drop();
  await rejected;
});

test('it logs in again by itself', async () => {
  const opened = await linked();
  ami.drop();
  await expect(opened.action('Ping')).rejects.toMatchObject({ code: 'ami.down' });
  await opened.whenUp(3000);
  expect(ami.logins).toBe(2);
});

test('a wrong login is refused with a code; actions are not held back for later', async () => {
  const opened = open('wrong');
  await expect(opened.whenUp(400)).rejects.toMatchObject({ code: 'ami.timeout' });
  await expect(opened.action('Ping')).rejects.toMatchObject({ code: 'ami.down' });
  expect(ami.actions.every(({ action }) => action === 'login')).toBe(true);
});

test('only the events that are used are asked for, and refusals by SIP are told', async () => {
  const refused = new Promise((resolve) => {
    void open('right', (event) => readRefusal(event) && resolve(readRefusal(event))).whenUp(3000);
  });
  await link?.whenUp(3000);
  expect(ami.actions).toContainEqual(
    expect.objectContaining({ action: 'Events', eventmask: 'security,system,dtmf' }),
  );
  ami.tell({ Event: 'ChallengeSent', Service: 'PJSIP', RemoteAddress: 'IPV4/UDP/127.0.0.8/5060' });
  ami.tell({
    Event: 'ChallengeSent',
    Service: 'PJSIP',
    AccountID: '<unknown>',
    RemoteAddress: 'IPV4/UDP/127.0.0.9/5060',
  });
  expect(await refused).toEqual({ kind: 'Stranger', address: '127.0.0.9' });
});
