import { clockLength } from '../../format/time.ts';
import type {
  Figure,
  LengthFigure,
  LineFigures,
  OperatorFigures,
  ServiceTarget,
} from '../../state/contract.ts';
import { show } from '../../state/show.ts';
import type { TextKey } from '../../texts/languages.ts';
import { t } from '../../texts/texts.svelte.ts';

/** One figure of a row: what it is called, and how it is written; `small` stands below it. */
export interface Cell {
  name: TextKey;
  figure: Figure;
  text: string;
  small?: string;
  /** It is less than what is to be reached. */
  missed?: boolean;
}

/** Figures that belong together, under one heading. */
export interface Group {
  name: TextKey;
  cells: Cell[];
}

const none = '–';

function written({ value }: Figure, write: (value: number) => string): string {
  return value === null ? none : write(value);
}

function count(name: TextKey, figure: Figure): Cell {
  return { name, figure, text: written(figure, (value) => show.number(value)) };
}

function percent(name: TextKey, figure: Figure): Cell {
  return { name, figure, text: written(figure, (value) => show.percent(value / 100)) };
}

function length(name: TextKey, figure: Figure): Cell {
  return { name, figure, text: written(figure, (value) => clockLength(value)) };
}

function summed(name: TextKey, figure: LengthFigure): Cell {
  const small = figure.count === 0 ? undefined : t('figures.sum', { length: clockLength(figure.sumMs) });
  return { ...length(name, figure), small };
}

function handling({ talkMs, holdMs, wrapUpMs }: Pick<LineFigures, 'talkMs' | 'holdMs' | 'wrapUpMs'>): Group {
  return {
    name: 'figures.group.handling',
    cells: [
      summed('figures.talk', talkMs),
      summed('figures.hold', holdMs),
      summed('figures.wrap-up', wrapUpMs),
    ],
  };
}

/** The figures of a queue; `target`: the service level that is to be reached. */
export function lineGroups(line: LineFigures, target?: ServiceTarget): Group[] {
  const level = line.serviceLevelPercent;
  const missed = target !== undefined && level.value !== null && level.value < target.percent;
  return [
    {
      name: 'figures.group.callers',
      cells: [
        count('figures.came', line.came),
        count('figures.still-waiting', line.waiting),
        count('figures.answered', line.answered),
        count('figures.elsewhere', line.elsewhere),
      ],
    },
    {
      name: 'figures.group.level',
      cells: [{ ...percent('figures.level', level), missed }, count('figures.late', line.late)],
    },
    {
      name: 'figures.group.answer',
      cells: [
        length('figures.mean', line.answerMs),
        length('figures.median', line.medianAnswerMs),
        length('figures.longest-wait', line.longestWaitMs),
      ],
    },
    {
      name: 'figures.group.lost',
      cells: [
        count('figures.abandoned-early', line.abandonedEarly),
        count('figures.abandoned-later', line.abandoned),
      ],
    },
    {
      name: 'figures.group.callbacks',
      cells: [
        count('figures.callbacks', line.callbacks),
        count('figures.callbacks-done', line.callbacksDone),
      ],
    },
    handling(line),
    {
      name: 'figures.group.told',
      cells: [
        length('figures.told-error', line.toldErrorMs),
        percent('figures.told-within', line.toldWithinMinutePercent),
      ],
    },
  ];
}

/** How many of all talks came to one thing. */
export function dispositionGroups(calls: Figure, all: number): Group[] {
  const share = { ...calls, value: all === 0 ? null : (100 * calls.count) / all };
  return [
    {
      name: 'figures.group.talked',
      cells: [count('figures.talked', calls), percent('figures.share', share)],
    },
  ];
}

/** The figures of an operator. */
export function operatorGroups(one: OperatorFigures): Group[] {
  return [
    { name: 'figures.group.talked', cells: [count('figures.talked', one.talked)] },
    handling(one),
    {
      name: 'figures.group.time',
      cells: [
        {
          ...percent('figures.occupancy', one.occupancyPercent),
          small: t('figures.busy-of', {
            busy: clockLength(one.busyMs),
            all: clockLength(one.busyMs + one.readyMs),
          }),
        },
      ],
    },
  ];
}
