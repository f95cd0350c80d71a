import { seal, unseal } from './seal.ts';

/** Tokens hold for six hours at most, and at the machine that gave them out only. */
const maxTokenSeconds = 21_600;

interface TokenClaim {
  readonly instanceId: string;
  readonly expiresAt: number;
}

/** A token of a machine's metadata service that holds for so many seconds. */
export function newToken(instanceId: string, sealingKey: Buffer, seconds: number): string {
  const claim: TokenClaim = { instanceId, expiresAt: Date.now() + seconds * 1000 };
  return seal(sealingKey, 'imds', claim);
}

/** Whether it is a token of that machine that still holds. */
export function isTokenOf(instanceId: string, sealingKey: Buffer, token: string): boolean {
  const claim = unseal<TokenClaim>(sealingKey, 'imds', token);
  return claim?.instanceId === instanceId && claim.expiresAt > Date.now();
}

/** @returns undefined for what is no whole number of seconds from one to six hours. */
export function secondsOf(text: string | string[] | undefined): number | undefined {
  if (typeof text !== 'string' || !/^\d{1,5}$/.test(text)) return undefined;
  const seconds = Number(text);
  return seconds >= 1 && seconds <= maxTokenSeconds ? seconds : undefined;
}
