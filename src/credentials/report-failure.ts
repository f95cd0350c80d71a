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

/** Most characters: a message contains AWS's own text, and the image name comes from a pod's spec. */
const longest = { message: 2_000, wanted: 500 };
/** Milliseconds for an event; together with the time for the token this is within the kubelet's minute. */
const eventTimeLimit = 4_000;

/** Stores a failure where the doctor finds it. */
export async function keepFailure(
  error: CredentialError,
  about: About,
  environment: Environment,
): Promise<void> {
  await keepRecord(stateFolder(environment), recordOf(error, about));
}

/**
 * Stores a failure, and reports it as a Kubernetes event, unless the ring shows that this was done recently.
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
  // Stored first, so that runs which fail a moment later see that an event is being written.
  const counted = await keepRecord(folder, { ...record, events });
  if (!counted) return `no event: failures cannot be counted in ${folder}`;
  if (telling === undefined) return '';
  try {
    // Loaded by a failing run alone, because of its YAML parser.
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
