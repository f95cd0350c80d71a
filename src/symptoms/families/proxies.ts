import type { Reading } from '../reading.ts';
import { type Suspects, type Symptom, symptom } from '../symptom.ts';

/** What proxies say, before a registry of one's own or on the way to ECR. */
export const proxies: readonly Symptom[] = [
  symptom(
    /\b413\b[^\n]{0,40}(?:Request Entity|Payload|Content) Too Large|client intended to send too large body|(?:StatusCode|status(?: code)?|Server error):? 413\b|\b413 trying to push/i,
    { 'CI-12': 0.9 },
  ),
  {
    pattern: /\bunknown blob\b|blob upload (?:unknown|invalid)/i,
    suspects: ({ told: { operation } }): Suspects =>
      operation === 'push'
        ? { 'CI-12': 0.6, 'CI-10': 0.1 }
        : { 'LAYER-06': 0.5, 'RT-03': 0.2, 'NET-15': 0.1 },
  },
  {
    pattern: /upstream prematurely closed connection|upstream sent (?:no valid|too big)/i,
    suspects: ({ isLayer }): Suspects =>
      isLayer ? { 'LAYER-03': 0.7, 'NET-16': 0.15 } : { 'NET-16': 0.5, 'LAYER-03': 0.2 },
  },
  {
    pattern:
      /no healthy upstream|upstream connect error or disconnect\/reset before headers|\b50[24] (?:Bad Gateway|Gateway Time-?out)|status(?: code)?:? 50[24]\b|upstream timed out/i,
    suspects: (reading) => gatewayFailed(reading),
  },
  symptom(
    /plain HTTP request was sent to HTTPS port|Client sent an HTTP request to an HTTPS server/i,
    {
      'RT-03': 0.6,
      'NET-16': 0.2,
    },
  ),
  symptom(
    /X-Squid-Error|ERR_ACCESS_DENIED|\bsquid\/\d|zscaler|blue ?coat|forcepoint|netskope|fortigate|palo ?alto|\(proxy: |blocked by (?:your |the |a )?(?:administrator|policy|firewall|proxy)|unexpected media type text\/html/i,
    { 'NET-16': 0.6, 'NET-15': 0.3 },
  ),
  symptom(/first record does not look like a TLS handshake/i, { 'RT-03': 0.5, 'NET-16': 0.3 }),
  {
    // A registry answers with JSON, and S3 with XML: a page is of somebody in between.
    pattern:
      /<(?:!doctype )?html\b|<head><title>|HTTP response body[^\n]{0,60}invalid character '<'/i,
    unless: /<\?xml|<Code>|\b413\b|\b50[24]\b|plain HTTP request/i,
    suspects: ({ told }): Suspects =>
      told.isForeign ? { 'NET-16': 0.4, 'RT-03': 0.3 } : { 'NET-16': 0.4, 'NET-15': 0.35 },
  },
  symptom(
    /no resolver defined to resolve|could not be resolved \(\d+: (?:Host not found|Operation timed out)\)/i,
    { 'DNS-04': 0.5, 'RT-03': 0.3 },
  ),
];

/** Somebody between client and registry has no answer from what is behind it. */
export function gatewayFailed({ told, text }: Reading): Suspects {
  if (/\bupstream\b/i.test(text)) return { 'NET-16': 0.5, 'NET-22': 0.2, 'RT-03': 0.15 };
  if (told.isMirrored || told.isForeign) return { 'RT-03': 0.4, 'NET-22': 0.3, 'NET-16': 0.15 };
  return { 'NET-16': 0.5, 'NET-22': 0.2, 'RT-03': 0.12 };
}
