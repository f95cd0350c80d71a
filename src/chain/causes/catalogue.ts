import type { LinkName } from '../proof.ts';

/** One way in which a link breaks. */
export interface Cause {
  /** `HW`, two digits for the link, two for the cause in it. Given once, never reused. */
  readonly code: string;
  /** Id in the catalogue of known causes. */
  readonly catalogue: string;
  readonly link: LinkName;
  /** What is wrong, in one line. */
  readonly title: string;
}

/**
 * The causes that Hawser proves. Adding one touches four places, which a test counts: this list, the
 * check in its link's file, the fault that injects it, its section in docs/causes.md.
 */
const causes: readonly Cause[] = [
  {
    code: 'HW0101',
    catalogue: 'REF-01',
    link: 'image-reference',
    title: 'the image reference cannot be parsed',
  },
  {
    code: 'HW0201',
    catalogue: 'POD-01',
    link: 'pod-spec',
    title: 'imagePullPolicy is Never and the image is not on the node',
  },
  {
    code: 'HW0202',
    catalogue: 'POD-02',
    link: 'pod-spec',
    title: 'imagePullSecrets names a Secret that does not exist',
  },
  {
    code: 'HW0203',
    catalogue: 'POD-03',
    link: 'pod-spec',
    title: 'the ECR token in the pull Secret has expired',
  },
  {
    code: 'HW0402',
    catalogue: 'NODE-02',
    link: 'node-kubelet',
    title: 'the kubelet runs no credential provider',
  },
  {
    code: 'HW0601',
    catalogue: 'ROLE-01',
    link: 'node-identity',
    title: 'the instance has no instance profile',
  },
  {
    code: 'HW0602',
    catalogue: 'ROLE-02',
    link: 'node-identity',
    title: 'the instance profile contains no role',
  },
  {
    code: 'HW0604',
    catalogue: 'ROLE-04',
    link: 'node-identity',
    title: "the role's trust policy does not let EC2 assume it",
  },
  {
    code: 'HW0701',
    catalogue: 'IAM-01',
    link: 'iam-policy',
    title: 'no policy of the role grants ecr:GetAuthorizationToken',
  },
  {
    code: 'HW0702',
    catalogue: 'IAM-02',
    link: 'iam-policy',
    title: 'ecr:GetAuthorizationToken is granted on a repository instead of *',
  },
  {
    code: 'HW0703',
    catalogue: 'IAM-03',
    link: 'iam-policy',
    title: 'no policy of the role grants ecr:BatchGetImage on the repository',
  },
  {
    code: 'HW0704',
    catalogue: 'IAM-04',
    link: 'iam-policy',
    title: 'no policy of the role grants ecr:GetDownloadUrlForLayer on the repository',
  },
  {
    code: 'HW0708',
    catalogue: 'IAM-08',
    link: 'iam-policy',
    title: 'a policy of the role denies the pull explicitly',
  },
  {
    code: 'HW0709',
    catalogue: 'IAM-09',
    link: 'iam-policy',
    title: "the role's permissions boundary does not allow the pull",
  },
  {
    code: 'HW1201',
    catalogue: 'REPO-01',
    link: 'repository',
    title: 'the repository does not exist',
  },
  {
    code: 'HW1301',
    catalogue: 'RPOL-01',
    link: 'repository-policy',
    title: "the repository has no policy that lets another account's role in",
  },
  {
    code: 'HW1303',
    catalogue: 'RPOL-03',
    link: 'repository-policy',
    title: 'the repository policy allows others, but not this role',
  },
  {
    code: 'HW1304',
    catalogue: 'RPOL-04',
    link: 'repository-policy',
    title: 'the repository policy lets the role read the manifest, but no layer',
  },
  {
    code: 'HW1306',
    catalogue: 'RPOL-06',
    link: 'repository-policy',
    title: 'the repository policy denies the pull explicitly',
  },
  {
    code: 'HW1501',
    catalogue: 'IMG-01',
    link: 'image',
    title: 'the repository has no image of that tag or digest',
  },
  {
    code: 'HW1504',
    catalogue: 'IMG-04',
    link: 'image',
    title: 'the image lies in the archive storage class',
  },
  {
    code: 'HW1505',
    catalogue: 'IMG-05',
    link: 'image',
    title: 'the image is on its way back from the archive',
  },
  {
    code: 'HW1601',
    catalogue: 'PLAT-01',
    link: 'platform',
    title: "the image has no variant for the node's platform",
  },
  {
    code: 'HW1806',
    catalogue: 'LAYER-06',
    link: 'layers',
    title: 'the registry has the manifest, but not all of its layers',
  },
];

const byCode: ReadonlyMap<string, Cause> = new Map(causes.map((cause) => [cause.code, cause]));

export function allCauses(): readonly Cause[] {
  return causes;
}

export function causeOf(code: string): Cause | undefined {
  return byCode.get(code);
}
