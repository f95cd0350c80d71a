import { stripVTControlCharacters } from 'node:util';
import type { CredentialRunFacts } from '../chain/world.ts';
import { stateFolders } from '../credentials/failures/places.ts';
import { isFailure, type RingRecord } from '../credentials/failures/record.ts';
import { readRing } from '../credentials/failures/ring.ts';

/** What credential programs keep on this machine: those of this user, and the kubelet's. */
export async function credentialRunsHere(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CredentialRunFacts[]> {
  const rings = await Promise.all(stateFolders(environment).map(readRing));
  return rings.flat().map(runFacts);
}

export function runFacts(record: RingRecord): CredentialRunFacts {
  const { at, wanted, serviceAccount } = record;
  const about = { at, wanted: line(wanted), ...(serviceAccount && { serviceAccount }) };
  if (!isFailure(record)) return about;
  const { code, link, message, fix } = record;
  return {
    ...about,
    failure: { code: line(code), link: line(link), message: line(message), fix: line(fix) },
  };
}

/** Others may have written what is kept; it becomes part of a report. */
export function line(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ').slice(0, 1_000);
}
