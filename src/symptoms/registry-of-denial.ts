import { knownCauseOf } from '../causes/known.ts';
import { parseEcrHost } from '../names/registry-host.ts';
import type { Denial } from './denial.ts';
import type { Reading } from './reading.ts';
import type { Suspects } from './symptom.ts';

/**
 * A refused call may be for another registry than the image's. Then it says so, with the cause that it would have for
 * its own, and it may be that the reference or the client names the wrong one.
 */
export function ofOtherRegistry(suspects: Suspects, denied: Denial, reading: Reading): Suspects {
  const said = differenceOf(denied, reading);
  if (said === undefined) return suspects;
  const noted = Object.entries(suspects).map(([id, suspected]) => {
    if (suspected === undefined) return [id, suspected];
    const { likelihood, fix } =
      typeof suspected === 'number' ? { likelihood: suspected, fix: undefined } : suspected;
    return [id, { likelihood, fix: `${fix ?? knownCauseOf(id)?.fix ?? ''} ${said.note}`.trim() }];
  });
  return { ...said.wrong, ...Object.fromEntries(noted) };
}

function differenceOf(
  { resource }: Denial,
  { images }: Reading,
): { readonly note: string; readonly wrong: Suspects } | undefined {
  const [, region, account, repository] =
    /^"?arn:[\w-]{1,20}:ecr:([a-z0-9-]{1,40}):(\d{12}):repository\/([\w./-]{1,256})/.exec(
      resource,
    ) ?? [];
  const hosts = images.flatMap((image) => parseEcrHost(image.split('/', 1)[0] ?? '') ?? []);
  const [host] = hosts;
  if (host === undefined || region === undefined || account === undefined) return undefined;
  const isOfImage = hosts.some((other) => other.region === region && other.registryId === account);
  if (isOfImage) return undefined;
  const note = `The refused call is for ${repository} of account ${account} in ${region}; the image is of account ${host.registryId} in ${host.region}.`;
  const wrong: Suspects = {
    ...(hosts.every((other) => other.registryId !== account) ? { 'REF-04': 0.2 } : {}),
    ...(hosts.every((other) => other.region !== region) ? { 'REF-05': 0.25 } : {}),
  };
  return { note, wrong };
}
