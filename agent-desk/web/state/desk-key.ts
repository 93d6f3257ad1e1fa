/** What is sent again because no answer came is known by it at the server. `crypto.randomUUID` is there at a secure address only. */
export function newDeskKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
