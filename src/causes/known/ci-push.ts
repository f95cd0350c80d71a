import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const ciPush: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the job may not ask for an identity token',
    fix: 'Give it permissions: id-token: write.',
    shows: shows.buildLog,
    notOurs: 'it is of the build, before any push',
  },
  {
    number: 2,
    title: 'the role trusts another branch, environment or repository',
    fix: 'Correct the condition on sub.',
    shows: shows.federation,
  },
  {
    number: 3,
    title: 'the role trusts another audience',
    fix: 'Correct the condition on aud: sts.amazonaws.com.',
    shows: shows.federation,
  },
  {
    number: 4,
    title: 'the account has no OIDC provider for the CI system',
    fix: 'Create it, such as token.actions.githubusercontent.com.',
    shows: shows.federation,
  },
  {
    number: 5,
    title: 'the pushing role may not do all that a push needs',
    fix: 'Allow BatchCheckLayerAvailability, InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload, PutImage and BatchGetImage.',
    shows: shows.rolePolicies,
  },
  {
    number: 6,
    title: 'the image was pushed to another account, Region or repository',
    fix: 'Correct account, Region or repository in the pipeline.',
    shows: shows.buildLog,
  },
  {
    number: 7,
    title: 'the tag exists and is immutable',
    fix: 'Use a new tag for each build.',
    shows: shows.images,
  },
  {
    number: 8,
    title: 'a single-platform image replaced the multi-platform image under the tag',
    fix: 'Build all platforms at once (buildx --platform).',
    shows: shows.manifest,
  },
  {
    number: 9,
    title: 'the deployment ran before the push or its replication was done',
    fix: 'Wait for the image in the target Region.',
    shows: shows.images,
  },
  {
    number: 10,
    title: 'the registry does not take the manifest that the client pushes',
    fix: "Push a manifest of docker's or OCI's media types; for a cache of BuildKit set image-manifest=true,oci-mediatypes=true in cache-to.",
    shows: shows.buildLog,
    notOurs: 'it is of the client that pushes',
  },
  {
    number: 11,
    title: 'the client has no credentials that the registry accepts',
    fix: 'Log in to exactly the host that is asked, or configure a credential helper for it, where the client runs: in the build itself.',
    shows: shows.buildLog,
    notOurs: 'it is of the machine on which the client runs',
  },
  {
    number: 12,
    title: 'a proxy before the registry does not let an upload through',
    fix: "Lift the proxy's limit on bodies (client_max_body_size 0 for nginx), switch off its buffering of requests, and let it pass on host and scheme.",
    shows: shows.proxy,
    notOurs: "the proxy is not AWS's",
  },
];
