import type { Flow } from '../../telephony/call/runner.ts';

/** What the survey needs to know and where its answer goes. Every write is committed before the resident is thanked. */
export interface SurveyServices {
  /** The company's name in the call's language. */
  company: string;
  question: string;
  /** The answer that is there already, from before an interruption. */
  answered: () => number | null;
  /** Whether he has pressed 9 already, before an interruption. */
  refused: () => boolean;
  record: (answer: number) => Promise<void>;
  refuseForGood: () => Promise<void>;
}

/**
 * The control call: who calls and why in one sentence, that it is recorded, one question, thanks. 9 means never again. Short on purpose; a
 * resident who says nothing is not pressed.
 */
export const survey: Flow<SurveyServices> = async function survey(call, services) {
  if (services.refused()) return refused;
  if (services.answered() !== null) return thanks;
  await call.say(['survey.greeting', { company: services.company }]);
  // Everyone must have heard it, whatever he has pressed meanwhile.
  await call.sayWhole('notice.recorded');
  const key = await call.choose({
    name: 'survey',
    prompts: [services.question, 'survey.refuse'],
    keys: '123459',
    wrong: ['survey.wrong', 'survey.wrong.again'],
    silence: ['survey.silence'],
  });
  if (key === null) return goodbye;
  if (key === '9') {
    await services.refuseForGood();
    return refused;
  }
  await services.record(Number(key));
  call.step({ kind: 'survey-answer', answer: Number(key) });
  return thanks;
};

const thanks: Flow<SurveyServices> = async function thanks(call) {
  await call.sayWhole('survey.thanks');
  return undefined;
};

const refused: Flow<SurveyServices> = async function refused(call) {
  await call.sayWhole('survey.refused');
  return undefined;
};

/** For whoever says nothing, and when something of ours failed: it asks pardon. */
export const goodbye: Flow<SurveyServices> = async function goodbye(call) {
  await call.sayWhole('survey.goodbye');
  return undefined;
};
