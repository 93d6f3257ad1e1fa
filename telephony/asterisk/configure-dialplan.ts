import { telephoneBehindMs } from './last-word.ts';

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

/** Values of the header Privacy by which somebody withholds his number (RFC 3323, 3325). Asterisk heeds it only beside a PAI. */
const privacy = '[iI][dD]|[uU][sS][eE][rR]';

/** Carriers may write a national number with its country code after a plus. */
const shortestWithPlus = 10;

/**
 * What a call is the same by when its INVITE comes a second time: after the 200 Asterisk takes that for another call, and one that the
 * network has doubled, or that was sent again because the 200 was on its way, would be led twice (RFC 3261, 8.2.2.2).
 */
const sameCall = `\${FILTER(a-zA-Z0-9,\${CHANNEL(pjsip,remote_tag)}\${CHANNEL(pjsip,call-id)})}`;
/** Until then the 200 of the first has been sent again: whoever has missed it must not hear the refusal of the second before. */
const refusedAfterSeconds = 1;
/** Q.850 31, normal, unspecified: 480 in SIP. */
const refusalCause = 31;

/**
 * One extension a hotline: it rings, and the application answers; where there is none, the fallback speaks. It rings from here,
 * so that one who calls while a controller comes back does not sit in silence. Carriers pass on the number of one who withholds it
 * (Privacy: id), for themselves: to us, and to the fallback, it is withheld.
 */
export function hotlineLines(numbers: readonly string[]): string {
  return numbers.map(hotlineLine).join('');
}

function hotlineLine(number: string): string {
  const withPlus = number.length < shortestWithPlus ? '' : `exten => +${number},1,Goto(${number},1)\n`;
  return `${withPlus}exten => ${number},1,Set(GROUP(invite)=${sameCall})
 same => n,GotoIf($[\${GROUP_COUNT(\${GROUP(invite)}@invite)} > 1]?again)
 same => n,Ringing()
 same => n,Gosub(asserted-number,s,1)
 same => n,GotoIf($["\${CALLERID(num-pres):0:6}" = "prohib"]?withheld)
 same => n,GotoIf(\${REGEX("${privacy}" \${FILTER(a-zA-Z,\${PJSIP_HEADER(read,Privacy)})})}?withheld:shown)
 same => n(withheld),Set(CALLERID(num)=anonymous)
 same => n(shown),Stasis(${application},incoming,${number})
 same => n,GotoIf($["\${STASISSTATUS}" = "FAILED"]?fallback,${number},1)
 same => n,Hangup()
 same => n(again),Wait(${refusedAfterSeconds})
 same => n,Hangup(${refusalCause})
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

/** Said, and heard to the end. */
function spoken(sounds: readonly string[]): string {
  const said = sounds.map((sound) => ` same => n,Playback(${sound})\n`).join('');
  return `${said} same => n,Wait(${telephoneBehindMs / 1000})\n`;
}
