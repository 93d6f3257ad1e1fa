import type { Happening } from './happenings.ts';

/** Histories of talks that came to no good once, and what was wrong: they are lived through first each time. */
export const talksOnceWrong: [Happening[], number][] = [
  // Handed over to a colleague whose phone was just being rung again: it rang twice.
  [
    [
      ['isTaken', 0, 0],
      ['letsGo', 0, 0],
      ['isTaken', 0, 0],
      ['asksForHelp', 0, 0],
      ['secondsPass', 0, 395],
      ['phoneIsCutOff', 2, 0],
      ['handsOver', 0, 0],
      ['minutesPass', 0, 0],
    ],
    1,
  ],
  // Hung up in the moment in which somebody outside had picked up, who was left on the telephone with nobody.
  [
    [
      ['isTaken', 0, 0],
      ['handsOnOutside', 0, 0],
      ['secondsPass', 0, 2],
      ['asksForHelp', 0, 0],
      ['outsidePicksUp', 0, 0],
    ],
    47_956,
  ],
  // The same where he had just been handed over to somebody outside.
  [
    [
      ['takesCalls', 0, 0],
      ['isTaken', 0, 0],
      ['asksOutside', 0, 0],
      ['asksForHelp', 0, 0],
      ['outsidePicksUp', 0, 0],
      ['asksForHelp', 0, 0],
      ['handsOver', 0, 0],
      ['isTaken', 0, 0],
    ],
    38_109,
  ],
  // Locked out while his phone rang for a colleague, and back before it was silent: a caller waited although he was free.
  [
    [
      ['isTaken', 0, 0],
      ['closes', 1, 0],
      ['isTaken', 0, 0],
      ['takesCalls', 1, 0],
      ['hasAWord', 0, 0],
      ['holds', 0, 0],
      ['asksColleague', 1, 0],
      ['isLockedOut', 1, 0],
      ['takesCalls', 1, 0],
      ['phoneIsCutOff', 0, 0],
      ['isTaken', 0, 0],
    ],
    1,
  ],
  // A colleague hung up in the moment in which the caller was taken off hold: his operator was taken out of the room again.
  [
    [
      ['takesCalls', 2, 0],
      ['isTaken', 0, 0],
      ['takesCalls', 1, 0],
      ['asksForHelp', 0, 0],
      ['asksForHelp', 0, 0],
      ['endsTalk', 0, 0],
      ['resumes', 1, 0],
      ['isTaken', 0, 0],
    ],
    300_843,
  ],
  // The link was lost while the call was handed over: the caller heard nobody.
  [
    [
      ['isTaken', 0, 0],
      ['asksForHelp', 0, 0],
      ['asksForHelp', 0, 0],
      ['handsOver', 0, 0],
      ['linkIsLost', 0, 0],
      ['asksForHelp', 0, 0],
      ['linkIsBack', 0, 0],
      ['momentPasses', 0, 0],
    ],
    986_888,
  ],
  // A supervisor joined in the moment in which a colleague was asked, and inherited the call: nobody let go of the colleague.
  [
    [
      ['isTaken', 0, 0],
      ['joins', 1, 0],
      ['asksForHelp', 0, 0],
      ['isLockedOut', 0, 0],
      ['threeTogether', 0, 0],
      ['asksForHelp', 0, 0],
      ['handsOnOutside', 0, 0],
      ['secondsPass', 0, 5],
    ],
    456_989,
  ],
  // The link was lost while a supervisor joined, and with it the operator's phone: he was shown as joined, and was with nobody.
  [
    [
      ['isTaken', 0, 230],
      ['joins', 1, 0],
      ['isTaken', 0, 0],
      ['phoneIsCutOff', 0, 0],
      ['linkIsLost', 0, 0],
      ['linkIsBack', 0, 0],
      ['secondsPass', 0, 5],
    ],
    72_755,
  ],
  // Held while a supervisor was let in: music came over their talk.
  [
    [
      ['comes', 0, 0],
      ['closes', 0, 0],
      ['asksForHelp', 0, 0],
      ['phoneIsCutOff', 1, 0],
      ['holds', 0, 0],
      ['joins', 2, 0],
      ['prolongs', 0, 0],
      ['asksForHelp', 0, 0],
      ['headsetOut', 0, 0],
      ['takesCalls', 0, 0],
      ['momentPasses', 0, 0],
      ['looksAway', 0, 0],
      ['isTaken', 0, 0],
      ['picksUp', 0, 0],
    ],
    732_988,
  ],
  // Taken over while the phone of an operator who was lost came back to hold: music came over the talk with the supervisor.
  [
    [
      ['isTaken', 0, 0],
      ['whispers', 2, 0],
      ['linkIsLost', 0, 0],
      ['phoneIsCutOff', 0, 0],
      ['linkIsBack', 0, 0],
      ['asksForHelp', 0, 0],
      ['takesOver', 2, 0],
      ['asksForHelp', 0, 0],
    ],
    4,
  ],
  // Asked to come together in the moment in which the link was lost, and the one who was asked left: the caller heard nothing any more.
  [
    [
      ['isTaken', 0, 0],
      ['looksAway', 1, 0],
      ['asksForHelp', 0, 129],
      ['isTaken', 0, 0],
      ['threeTogether', 0, 0],
      ['picksUp', 0, 0],
      ['linkIsLost', 0, 0],
      ['endsTalk', 1, 0],
      ['takesCalls', 0, 0],
      ['picksUp', 0, 0],
      ['linkIsBack', 0, 0],
      ['phoneIsCutOff', 1, 0],
      ['putsDown', 0, 0],
      ['minutesPass', 0, 1],
    ],
    1,
  ],
];
