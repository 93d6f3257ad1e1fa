/** When the made-up day is looked at. */
export const startMs = Date.now();
export const ago = (seconds: number) => new Date(startMs - seconds * 1000).toISOString();
