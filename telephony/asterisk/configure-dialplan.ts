/** The application that takes the calls, as ARI knows it. */
export const application = 'holos';

/** Where calls from the carrier enter the dialplan (config/asterisk/extensions.conf). */
export const carrierContext = 'from-carrier';

/** A number that is answered, and what is said there when no controller takes the call. */
export interface HotlineEntry {
  readonly number: string;
  /** Absolute paths without ending, played one after the other; each has a .wav beside it. */
  readonly fallbackSounds: readonly string[];
  /** The same to one whose number is withheld, so that nobody can call back. */
  readonly withheldSounds: readonly string[];
}

/** Carriers may write a national number with its country code after a plus. */
const shortestWithPlus = 10;

/**
 * One extension a hotline: it rings, and the application answers; where there is none, the fallback speaks. It rings from here,
 * so that one who calls while a controller comes back does not sit in silence.
 */
export function hotlineLines(numbers: readonly string[]): string {
  return numbers.map(hotlineLine).join('');
}

function hotlineLine(number: string): string {
  const withPlus = number.length < shortestWithPlus ? '' : `exten => +${number},1,Goto(${number},1)\n`;
  return `${withPlus}exten => ${number},1,Ringing()
 same => n,Stasis(${application},incoming,${number})
 same => n,GotoIf($["\${STASISSTATUS}" = "FAILED"]?fallback,${number},1)
 same => n,Hangup()
`;
}

/** What a caller hears when no controller is there: the number is kept, then they are told so, or that there is none. */
export function fallbackLines(hotlines: readonly HotlineEntry[]): string {
  return hotlines
    .map(
      ({ number, fallbackSounds, withheldSounds }) => `exten => ${number},1,Gosub(keep-number,s,1(${number}))
 same => n,Answer()
 same => n,GotoIf($["\${GOSUB_RETVAL}" = "withheld"]?withheld)
${spoken(fallbackSounds)} same => n,Hangup()
 same => n(withheld),NoOp()
${spoken(withheldSounds)} same => n,Hangup()
`,
    )
    .join('');
}

function spoken(sounds: readonly string[]): string {
  return sounds.map((sound) => ` same => n,Playback(${sound})\n`).join('');
}
