import { createHmac } from 'node:crypto';
import { sameText } from './identity/authenticate.ts';

/**
 * Seals a small statement, so that it can be handed to a client and trusted when it comes back.
 * @param purpose keeps seals of one kind from being accepted as another.
 * @returns text of URL-safe characters that nobody without the key can make or change.
 */
export function seal(key: Buffer, purpose: string, statement: object): string {
  const body = Buffer.from(JSON.stringify(statement)).toString('base64url');
  return `${body}.${mac(key, purpose, body)}`;
}

/** Opens a sealed text. @returns the statement, or undefined when it was not sealed with this key. */
export function unseal<Statement>(
  key: Buffer,
  purpose: string,
  text: string,
): Statement | undefined {
  const [body = '', given = '', more] = text.split('.');
  if (more !== undefined || !sameText(mac(key, purpose, body), given)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Statement;
}

function mac(key: Buffer, purpose: string, body: string): string {
  return createHmac('sha256', key).update(`${purpose}.${body}`).digest('base64url');
}
