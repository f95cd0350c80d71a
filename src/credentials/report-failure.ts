import type { Environment } from '../aws/client/proxy.ts';
import { CredentialError, failures } from './errors.ts';
import type { EventOptions } from './event/options.ts';
import { paceOf } from './event/pace.ts';
import { stateFolder } from './failures/places.ts';
import type { FailureRecord } from './failures/record.ts';
import { keepRecord, readRing } from './failures/ring.ts';
import type { TokenHolder } from './provider/service-account.ts';
import { within } from './run.ts';

type About = Pick<FailureRecord, 'program' | 'wanted' | 'serviceAccount'>;

/** Characters. A message holds AWS's own text, and what was wanted is what somebody wrote into a pod. */
const longest = { message: 2_000, wanted: 500 };
/** Milliseconds for an event; with the time for the token they fit into the kubelet's minute. */
const eventTimeLimit = 4_000;

/** Keeps a failure where the doctor finds it. */
export async function keepFailure(
  error: CredentialError,
  about: About,
  environment: Environment,
): Promise<void> {
  await keepRecord(stateFolder(environment), recordOf(error, about));
}

/**
 * Keeps a failure, and tells it in a Kubernetes event, unless the ring says that it was told lately.
 * @returns why there is no event, where one should have been written; else an empty text. Never throws.
 */
export async function tellFailure(
  error: CredentialError,
  about: About,
  environment: Environment,
  { holder, ...event }: EventOptions & { readonly holder: TokenHolder | undefined },
): Promise<string> {
  const folder = stateFolder(environment);
  const record = recordOf(error, about);
  const { telling, events } = paceOf(record, await readRing(folder));
  // Kept first: those that fail a moment later are to see that it is being told.
  const counted = await keepRecord(folder, { ...record, events });
  if (!counted) return `no event: failures can't be counted in ${folder}`;
  if (telling === undefined) return '';
  try {
    // Loaded by a failing run alone, for its YAML.
    const { tell } = await import('./event/tell.ts');
    await within(eventTimeLimit, (signal) =>
      tell(record, telling, holder, { ...event, environment, signal }),
    );
    return '';
  } catch (cause) {
    const late = cause instanceof CredentialError;
    return `no event: ${late ? 'no answer in time' : (cause as Error).message}`;
  }
}

function recordOf(error: CredentialError, about: About): FailureRecord {
  const { code, link, fix } = failures[error.kind];
  const message = error.message.replace(/\s+/g, ' ').slice(0, longest.message);
  const wanted = about.wanted.slice(0, longest.wanted);
  return { at: new Date().toISOString(), ...about, wanted, code, link, message, fix };
}
