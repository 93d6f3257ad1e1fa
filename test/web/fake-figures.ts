import type {
  CallOutcome,
  CallsBehind,
  Figures,
  LineFigures,
  OperatorFigures,
} from '../../agent-desk/contract/figures.ts';

/** The figures of a made-up day: so many callers of a queue, of whom every seventh gave up. */
function line(came: number, behind: CallsBehind): LineFigures {
  const figure = (outcome: CallOutcome, count: number, value: number | null = count) => ({
    ...{ value, count, calls: { ...behind, outcome } },
  });
  const abandoned = Math.floor(came / 7);
  const answered = came - abandoned - 2;
  return {
    came: figure('came', came),
    waiting: figure('waiting', 1),
    answered: figure('answered', answered),
    late: figure('late', Math.floor(answered / 5)),
    serviceLevelPercent: figure('measured', came - 2, 71.4),
    answerMs: figure('answered', answered, 17_400),
    medianAnswerMs: figure('answered', answered, 9_000),
    longestWaitMs: { value: 312_000, count: 1, calls: { ...behind, waitedSeconds: 312 } },
    abandonedEarly: figure('abandoned-early', 0),
    abandoned: figure('abandoned', abandoned),
    callbacks: figure('callback', 1),
    callbacksDone: figure('callback-done', 0),
    elsewhere: figure('elsewhere', 0),
    toldErrorMs: figure('told', answered, 34_000),
    toldWithinMinutePercent: figure('told', answered, 82.5),
    ...handling(answered, behind),
  };
}

function handling(count: number, behind: CallsBehind) {
  const calls: CallsBehind = { ...behind, outcome: 'talked' };
  const length = (meanMs: number) => ({ value: meanMs, count, calls, sumMs: meanMs * count });
  return {
    talked: { value: count, count, calls },
    ...{ talkMs: length(171_000), holdMs: length(6_000), wrapUpMs: length(14_000) },
  };
}

function operator(calls: number, behind: CallsBehind): OperatorFigures {
  const hands = handling(calls, behind);
  const occupancyPercent = { ...hands.talked, value: 63.2 };
  return { ...hands, occupancyPercent, busyMs: 191_000 * calls, readyMs: 111_000 * calls };
}

export function figuresOf(from: string, to: string): Figures {
  return {
    ...{ from, to },
    queues: [
      {
        queue: 'operators',
        target: { percent: 80, withinSeconds: 20 },
        ...line(1_284, { queue: 'operators' }),
      },
      { queue: 'emergency', target: { percent: 95, withinSeconds: 5 }, ...line(42, { queue: 'emergency' }) },
    ],
    all: line(1_319, {}),
    operators: [
      { operatorId: 1, name: 'Олена Мартинюк', ...operator(61, { operatorId: 1 }) },
      { operatorId: 2, name: 'Анастасія Добровольська-Кшижановська', ...operator(74, { operatorId: 2 }) },
    ],
    allOperators: operator(135, {}),
    dispositions: (
      [
        ['request', 71],
        ['advice', 40],
        ['complaint', 12],
        ['call-again', 0],
        [null, 12],
      ] as const
    ).map(([disposition, count]) => ({
      disposition,
      calls: { value: count, count, calls: { outcome: 'talked', disposition: disposition ?? 'none' } },
    })),
  };
}
