import type { Need } from '../causes/need.ts';
import { shows } from '../causes/shows.ts';
import { type EcrHost, parseEcrHost } from '../names/registry-host.ts';
import { denial, denialOf } from './denial.ts';
import type { Reading } from './reading.ts';

/** An image of a private registry of ECR, taken apart. */
interface Named {
  readonly reference: string;
  readonly host: EcrHost;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** What shows a fact about an image, as a command to run. */
const commands: readonly (readonly [need: Need, command: (named: Named) => string])[] = [
  [
    shows.images,
    (named) =>
      `aws ecr describe-images ${registry(named)} --repository-name ${named.repository}${imageId(named)}`,
  ],
  [
    shows.repositories,
    (named) =>
      `aws ecr describe-repositories ${registry(named)} --repository-names ${named.repository}`,
  ],
  [
    shows.repositoryPolicy,
    (named) =>
      `aws ecr get-repository-policy ${registry(named)} --repository-name ${named.repository}`,
  ],
  [
    shows.lifecycle,
    (named) =>
      `aws ecr get-lifecycle-policy ${registry(named)} --repository-name ${named.repository}`,
  ],
  [shows.manifest, ({ reference }) => `docker buildx imagetools inspect ${reference}`],
  [shows.cacheRules, (named) => `aws ecr describe-pull-through-cache-rules ${registry(named)}`],
  [shows.endpoints, ({ host: { region } }) => `aws ec2 describe-vpc-endpoints --region ${region}`],
];

/** The facts that are needed, each with the command that shows it, as far as the text names the image. */
export function withCommands(
  needs: readonly Need[],
  readings: readonly Reading[],
): readonly Need[] {
  const [named] = readings.flatMap(namedIn);
  if (named === undefined) return needs;
  return needs.map((need) => {
    const command = commands.find(([{ fact }]) => fact === need.fact)?.[1];
    return command === undefined
      ? need
      : { ...need, permission: `${need.permission}: ${command(named)}` };
  });
}

/** The command that tells the likelier causes apart where the text cannot. */
export function whatDecides(readings: readonly Reading[]): Need {
  const [named] = readings.flatMap(namedIn);
  const role = readings.flatMap(rolesIn)[0] ?? 'ROLE_ARN';
  const pod = readings.flatMap(({ pod }) => pod?.split('/').at(-1) ?? [])[0] ?? 'POD';
  return {
    fact: 'which of the causes it is',
    permission: `hawser doctor ${pod}, or hawser doctor ${named?.reference ?? 'IMAGE'} --as ${role}`,
  };
}

/** The role behind a session that was refused. */
function rolesIn({ text }: Reading): readonly string[] {
  const match = denial.exec(text);
  if (match === null) return [];
  const [, partition, account, name] =
    /^arn:(aws[\w-]{0,10}):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\//.exec(
      denialOf(match).user,
    ) ?? [];
  return name === undefined ? [] : [`arn:${partition}:iam::${account}:role/${name}`];
}

function namedIn({ images, image }: Reading): readonly Named[] {
  return [...(image === undefined ? [] : [image]), ...images].flatMap((reference) => {
    const [, name = '', repository, tag, digest] =
      /^([a-z0-9.-]{1,253})\/([a-z0-9._/-]{1,256})(?::([\w.-]{1,128}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
        reference.replace(/[:.]+$/, ''),
      ) ?? [];
    const host = parseEcrHost(name);
    if (host === undefined || repository === undefined || repository.startsWith('v2/')) return [];
    return [{ reference, host, repository, tag, digest }];
  });
}

function registry({ host: { registryId, region } }: Named): string {
  return `--registry-id ${registryId} --region ${region}`;
}

function imageId({ tag, digest }: Named): string {
  if (digest !== undefined) return ` --image-ids imageDigest=${digest}`;
  return tag === undefined ? '' : ` --image-ids imageTag=${tag}`;
}
