import { randomUUID } from 'node:crypto';
import type { SecretRecord, SecretVersionRecord } from '../../state.ts';
import { secretErrors } from './errors.ts';

/** A new value of a secret. */
export interface GivenValue {
  readonly ClientRequestToken?: string;
  readonly SecretString?: string;
  readonly SecretBinary?: Uint8Array;
}

/** Secrets Manager keeps about a hundred versions; those without a label go first (User Guide, quotas). */
const maxVersions = 100;

/** Whether a request has a value. @throws AwsError when it has two. */
export function hasValue({ SecretString, SecretBinary }: GivenValue): boolean {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw secretErrors.invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  return SecretString !== undefined || SecretBinary !== undefined;
}

/**
 * Adds a version. A staging label is on one version at a time; what loses `AWSCURRENT` gets `AWSPREVIOUS`
 * (API reference, PutSecretValue).
 * @returns the secret with it, and the version's id: the request's token, so that a repeated request adds nothing.
 * @throws AwsError `ResourceExistsException` when that token came with another value.
 */
export function addVersion(
  secret: SecretRecord,
  given: GivenValue,
  stages: readonly string[],
  now: number,
): { readonly secret: SecretRecord; readonly id: string } {
  const id = given.ClientRequestToken ?? randomUUID();
  const value = contentOf(given);
  const known = secret.versions.find((version) => version.id === id);
  if (known !== undefined) {
    if (known.text === value.text && known.binary === value.binary) return { secret, id };
    throw secretErrors.versionExists(id, secret.arn);
  }
  // The first version is the current one, whatever else it is called.
  const isFirst = secret.versions.length === 0;
  const labels = sorted(isFirst ? ['AWSCURRENT', ...stages] : stages);
  const older = secret.versions.map((version) => relabel(version, labels));
  const versions = [...older, { id, stages: labels, createdAt: now, ...value }];
  return { secret: { ...secret, versions: pruned(versions), changedAt: now }, id };
}

function contentOf({
  SecretString,
  SecretBinary,
}: GivenValue): Pick<SecretVersionRecord, 'text' | 'binary'> {
  if (SecretString !== undefined) return { text: SecretString };
  return { binary: Buffer.from(SecretBinary ?? []).toString('base64') };
}

function relabel(version: SecretVersionRecord, taken: readonly string[]): SecretVersionRecord {
  const wasCurrent = taken.includes('AWSCURRENT') && version.stages.includes('AWSCURRENT');
  const left = version.stages.filter(
    (stage) => !taken.includes(stage) && !(taken.includes('AWSCURRENT') && stage === 'AWSPREVIOUS'),
  );
  return { ...version, stages: wasCurrent ? sorted([...left, 'AWSPREVIOUS']) : left };
}

/** Labels of a version are returned in alphabetical order (recorded by a public test suite). */
function sorted(stages: readonly string[]): readonly string[] {
  return [...new Set(stages)].sort();
}

function pruned(versions: readonly SecretVersionRecord[]): readonly SecretVersionRecord[] {
  const surplus = versions.length - maxVersions;
  if (surplus <= 0) return versions;
  const going = versions.filter(({ stages }) => stages.length === 0).slice(0, surplus);
  return versions.filter((version) => !going.includes(version));
}

/** The target of a staging label, and the version that it is removed from. */
export interface LabelMove {
  readonly VersionStage: string;
  readonly MoveToVersionId?: string;
  readonly RemoveFromVersionId?: string;
}

/**
 * Moves a staging label to a version, or takes it from one. A label that another version has moves only when the
 * request names that version; `AWSCURRENT` takes `AWSPREVIOUS` along to the version that loses it
 * (API reference, UpdateSecretVersionStage).
 * @throws AwsError `ResourceNotFoundException` for an unknown version, `InvalidParameterException` for a wrong or
 * missing `RemoveFromVersionId`.
 */
export function moveLabel(
  secret: SecretRecord,
  { VersionStage: label, MoveToVersionId: to, RemoveFromVersionId: from }: LabelMove,
): SecretRecord {
  if (to === undefined && from === undefined) throw secretErrors.noVersionNamed();
  for (const id of [to, from]) if (id !== undefined) versionOf(secret, { VersionId: id });
  const holder = secret.versions.find(({ stages }) => stages.includes(label))?.id;
  if (from !== undefined && from !== holder) throw secretErrors.labelNotThere(label, from);
  if (to === holder) return secret;
  if (to === undefined && label === 'AWSCURRENT') throw secretErrors.currentStays();
  if (holder !== undefined && from === undefined) throw secretErrors.labelElsewhere(label, holder);
  const versions = secret.versions.map((version) => {
    const left = relabel(version, [label]);
    return version.id === to ? { ...left, stages: sorted([...left.stages, label]) } : left;
  });
  return { ...secret, versions };
}

/** The version of that label, or of that id, or the current one. @throws AwsError when there is none. */
export function versionOf(
  { versions }: SecretRecord,
  { VersionId, VersionStage }: { readonly VersionId?: string; readonly VersionStage?: string },
): SecretVersionRecord {
  const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const found = versions.find(
    ({ id, stages }) =>
      (VersionId === undefined || id === VersionId) &&
      (stage === undefined || stages.includes(stage)),
  );
  if (found !== undefined) return found;
  // The version exists, but without the label.
  if (versions.some(({ id }) => id === VersionId)) throw secretErrors.notOfThatStage();
  throw secretErrors.noValue(
    VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`,
  );
}

/** The labels of each version that has any, by version id; undefined for a secret without a value. */
export function stagesByVersion({
  versions,
}: SecretRecord): Record<string, readonly string[]> | undefined {
  if (versions.length === 0) return undefined;
  const labelled = versions.filter(({ stages }) => stages.length > 0);
  return Object.fromEntries(labelled.map(({ id, stages }) => [id, stages]));
}
