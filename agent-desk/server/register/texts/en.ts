import type { RegisterTexts } from '../register-texts.ts';

export const en: RegisterTexts = {
  file: 'requests',
  number: 'Number',
  createdAt: 'Created',
  dueAt: 'Due',
  doneAt: 'Done',
  status: 'Status',
  category: 'Category',
  executor: 'Executor',
  place: 'Address',
  resident: 'Resident',
  phone: 'Phone',
  text: 'What happened',
  createdBy: 'Written by',
  spoken: 'Voice message',
  statuses: {
    new: 'New',
    given: 'Given',
    done: 'Done',
    refused: 'Refused',
    reopened: 'Reopened',
    closed: 'Closed',
  },
};
