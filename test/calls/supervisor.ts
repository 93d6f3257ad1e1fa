import type { World } from '../town/world.ts';

/** A supervisor who asks the desk's server for something; fails unless it is done. */
export async function supervisor(
  world: World,
): Promise<(path: string, body?: object) => Promise<{ id: number }>> {
  const who = world.logins.find(({ role }) => role === 'supervisor');
  if (!who) throw new Error('there is no supervisor');
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${world.desk}/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const loggedIn = await post('session', { login: who.login, password: who.password });
  const cookie = loggedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return async (path, body = {}) => {
    const answer = await post(path, body, cookie);
    if (answer.ok) return (await answer.json()) as { id: number };
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
}
