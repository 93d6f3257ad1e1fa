import type { Announcement, Incident } from '../../../agent-desk/contract/shapes.ts';
import { ago } from './clock.ts';

export const buildings = [
  { id: 1, street: 'Незалежності', house: '12', centre: 'Центр' },
  { id: 2, street: 'Незалежності', house: '14а', centre: 'Центр' },
];

export const incidents: Incident[] = [
  {
    id: 1,
    kind: 'no-heat',
    since: ago(7_200),
    until: ago(-7_200),
    comment: 'Прорив на тепломережі, бригада на місці',
    openedAt: ago(7_000),
    closedAt: null,
    buildings,
    subscribers: 12,
  },
  {
    id: 2,
    kind: 'water-works',
    since: ago(90_000),
    until: null,
    comment: '',
    openedAt: ago(90_000),
    closedAt: ago(3_600),
    buildings: buildings.slice(1),
    subscribers: 0,
  },
];

export const announcements: Announcement[] = [
  {
    id: 1,
    hotline: 'city',
    texts: { uk: 'Сьогодні працюємо до обіду.', en: 'We work until noon today.' },
    prompt: null,
    beginsAt: ago(600),
    endsAt: ago(-3_600),
    setAt: ago(600),
    setByName: 'Оксана',
    endedEarlyAt: null,
  },
];
