import { expect, test } from 'vitest';
import { judge } from './configure-reload.ts';

const written = { 'asterisk.conf': 'a1', 'extensions.conf': 'e1', 'pjsip.conf': 'p1' };

test('what has not changed is not read again', () => {
  expect(judge(written, written)).toEqual({ again: [], atStart: [] });
});

test('what changed is read again by its module, or waits for the next start', () => {
  const loaded = { ...written, 'extensions.conf': 'e0', 'asterisk.conf': 'a0' };
  expect(judge(loaded, written)).toEqual({
    again: [['extensions.conf', 'pbx_config.so']],
    atStart: ['asterisk.conf'],
  });
});

test('where nothing is known, all that can be read again is', () => {
  expect(judge({}, written)).toEqual({
    again: [
      ['extensions.conf', 'pbx_config.so'],
      ['pjsip.conf', 'res_pjsip.so'],
    ],
    atStart: [],
  });
});
