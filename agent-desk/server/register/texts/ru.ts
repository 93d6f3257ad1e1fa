import type { RegisterTexts } from '../register-texts.ts';

export const ru: RegisterTexts = {
  file: 'zayavki',
  number: 'Номер',
  createdAt: 'Создана',
  dueAt: 'Выполнить до',
  doneAt: 'Выполнена',
  status: 'Состояние',
  category: 'Категория',
  executor: 'Исполнитель',
  place: 'Адрес',
  resident: 'Заявитель',
  phone: 'Телефон',
  text: 'Что случилось',
  createdBy: 'Кто записал',
  spoken: 'Голосовое сообщение',
  statuses: {
    new: 'Новая',
    given: 'Передана',
    done: 'Выполнена',
    refused: 'Отказано',
    reopened: 'Открыта снова',
    closed: 'Закрыта',
  },
};
