/** Whether a test file is one of those that judge times to the millisecond, or kill: they want little beside them. */
export const isCalm = (file: string): boolean => file.includes('/calm/');
