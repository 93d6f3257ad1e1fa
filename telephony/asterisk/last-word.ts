/**
 * A telephone plays sound a little after it came, and drops what it has not played when the call ends: so long after its last word a call may end
 * (jitter buffers hold up to some 200 ms; docs/decisions/042-the-last-word.md).
 */
export const telephoneBehindMs = 300;
