/** The one door to what server and desk share. */
export * from '../../contract/figures.ts';
export { onTelephone } from '../../contract/line.ts';
export * from '../../contract/lists.ts';
export * from '../../contract/live.ts';
export * from '../../contract/routes.ts';
export * from '../../contract/shapes.ts';
