import type { RegisterTexts } from '../register-texts.ts';

export const uk: RegisterTexts = {
  file: 'zayavky',
  number: 'Номер',
  createdAt: 'Створено',
  dueAt: 'Виконати до',
  doneAt: 'Виконано',
  status: 'Стан',
  category: 'Категорія',
  executor: 'Виконавець',
  place: 'Адреса',
  resident: 'Заявник',
  phone: 'Телефон',
  text: 'Що сталося',
  createdBy: 'Хто записав',
  spoken: 'Голосове повідомлення',
  statuses: {
    new: 'Нова',
    given: 'Передано',
    done: 'Виконано',
    refused: 'Відмовлено',
    reopened: 'Відкрито знову',
    closed: 'Закрито',
  },
};
