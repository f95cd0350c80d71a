// Texts of failures, each with the cause that it tells of.
export const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const image = `${host}/team/app:v1`;
export const failed = `Failed to pull image "${image}": rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}":`;
const node = 'User: arn:aws:sts::444455556666:assumed-role/node/i-0123456789abcdef0';
const repository = 'arn:aws:ecr:eu-west-1:111122223333:repository/team/app';

/** Texts after which little is left to guess, and what is left. */
export const clear: readonly (readonly [what: string, text: string, cause: string])[] = [
  [
    'a denial that names the SCP',
    `AccessDeniedException: ${node} is not authorized to perform: ecr:GetAuthorizationToken on resource: * with an explicit deny in a service control policy`,
    'IAM-10',
  ],
  [
    'a denial of a token',
    `${node} is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`,
    'IAM-01',
  ],
  [
    'a denial by an endpoint policy',
    `${node} is not authorized to perform: ecr:BatchGetImage on resource: ${repository} because no VPC endpoint policy allows the ecr:BatchGetImage action`,
    'EPP-01',
  ],
  [
    "another account's repository without policy",
    `${node} is not authorized to perform: ecr:BatchGetImage on resource: ${repository} because no resource-based policy allows the ecr:BatchGetImage action`,
    'RPOL-01',
  ],
  [
    "another account's repository, and no identity policy",
    `${node} is not authorized to perform: ecr:BatchGetImage on resource: ${repository} because no identity-based policy allows the ecr:BatchGetImage action`,
    'RPOL-02',
  ],
  [
    'the own repository, and no identity policy',
    `${node.replace('444455556666', '111122223333')} is not authorized to perform: ecr:BatchGetImage on resource: ${repository} because no identity-based policy allows the ecr:BatchGetImage action`,
    'IAM-03',
  ],
  [
    'a push without permission',
    `denied: ${node} is not authorized to perform: ecr:InitiateLayerUpload on resource: ${repository}`,
    'CI-05',
  ],
  [
    'a clock that is wrong',
    'InvalidSignatureException: Signature expired: 20270111T204052Z is now earlier than 20270111T225449Z (20270111T230949Z - 15 min.)',
    'TOK-01',
  ],
  [
    'a sandbox image without credentials',
    `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/pause:3.5": failed to pull image: unexpected status from HEAD request: 401 Unauthorized`,
    'PAUSE-01',
  ],
  [
    'a layer that S3 refuses',
    'error pulling image configuration: error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<?xml version=\\"1.0\\" encoding=\\"UTF-8\\"?>\\n<Error><Code>AccessDenied</Code>',
    'EPP-03',
  ],
  [
    'a layer that S3 never sends',
    `${failed} failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/x?X-Amz-Security-Token=IQoJ&X-Amz-Signature=5d1e": dial tcp 52.218.0.1:443: i/o timeout`,
    'NET-08',
  ],
  [
    'an endpoint that lets nobody in',
    `${failed} failed to do request: Head "https://${host}/v2/team/app/manifests/v1": dial tcp 10.0.3.17:443: i/o timeout`,
    'NET-11',
  ],
  [
    'a name in which a Region is misspelt',
    `dial tcp: lookup 111122223333.dkr.ecr.eu-west-1.amazonaws.co on 10.0.0.2:53: no such host`,
    'DNS-08',
  ],
  [
    'a registry of China under the wrong suffix',
    'dial tcp: lookup 111122223333.dkr.ecr.cn-north-1.amazonaws.com on 10.0.0.2:53: no such host',
    'REF-07',
  ],
  [
    'a platform that is not there',
    `${failed} no match for platform in manifest: not found`,
    'PLAT-01',
  ],
  [
    'a repository that is not there',
    `repository ${host}/team/app not found: name unknown: The repository with name 'team/app' does not exist in the registry with id '111122223333'`,
    'REPO-01',
  ],
  [
    'a tag that is not there',
    `manifest for ${image} not found: manifest unknown: Requested image not found`,
    'IMG-01',
  ],
  [
    'latest, which nobody pushed',
    `${failed.replaceAll(':v1', ':latest')} ${host}/team/app:latest: not found`,
    'REF-03',
  ],
  [
    'a cache that may not import',
    `manifest for ${host}/docker-hub/library/nginx:1 not found: manifest unknown: Requested image not found`,
    'PTC-04',
  ],
  [
    'an image of Docker Hub by mistake',
    "pull access denied for my-app, repository does not exist or may require 'docker login'",
    'REF-02',
  ],
  [
    'too many anonymous pulls',
    'Error response from daemon: toomanyrequests: Rate exceeded while pulling public.ecr.aws/nginx/nginx:1',
    'LIM-06',
  ],
  [
    'too many tokens',
    'aws_credentials.go:199] while requesting ECR authorization token ThrottlingException: Rate exceeded',
    'TOK-03',
  ],
  ['a kubelet that limits itself', 'Failed to pull image: pull QPS exceeded', 'NODE-08'],
  [
    'a helper that is not there',
    'error getting credentials - err: exec: "docker-credential-ecr-login": executable file not found in $PATH, out: ``',
    'NODE-03',
  ],
  [
    'a plugin of another time',
    'Error running credential provider plugin: group version credentialprovider.kubelet.k8s.io/v1beta1 is not supported',
    'NODE-04',
  ],
  [
    'a placeholder',
    'InvalidImageName: Failed to apply default image tag "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:${TAG}": couldn\'t parse image reference',
    'REF-14',
  ],
  [
    'a reference in capitals',
    'InvalidImageName: couldn\'t parse image name "Team/App": invalid reference format',
    'REF-01',
  ],
  [
    'a Secret that is not there',
    'Warning  FailedToRetrieveImagePullSecret  Unable to retrieve some image pull secrets (ecr)',
    'POD-02',
  ],
  ['a full disk', 'failed to register layer: write /var/lib/x: no space left on device', 'RT-01'],
  ['a certificate of the company', 'x509: certificate signed by unknown authority', 'NET-17'],
  [
    'an old token',
    'denied: Your authorization token has expired. Reauthenticate and try again.',
    'POD-03',
  ],
  [
    'a signature that is missing',
    'admission webhook "mutate.kyverno.svc-fail" denied the request: failed to verify image: no matching signatures',
    'ADM-03',
  ],
  [
    'a policy on registries',
    'admission webhook "validate.kyverno.svc" denied the request: only images from approved registries',
    'ADM-01',
  ],
  ['a job without an identity', 'Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable', 'CI-01'],
  [
    'a layer that never comes, for docker',
    'error pulling image configuration: Get https://prod-us-east-1-starport-layer-bucket.s3.amazonaws.com/x: dial tcp: i/o timeout',
    'NET-08',
  ],
  [
    'an account with a digit too few',
    '11122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1: no basic auth credentials',
    'REF-06',
  ],
  [
    'a plugin that waits in vain',
    'error execing credential provider plugin ecr-credential-provider for image XXX.dkr.ecr.us-west-2.amazonaws.com/app: context deadline exceeded: No region found in the image reference',
    'CRED-06',
  ],
  [
    'a docker helper in the place of a plugin',
    'level=error msg="Error parsing the serverURL" error="parse https://{CredentialProviderRequest: invalid port"',
    'NODE-03',
  ],
  [
    'a key that is disabled',
    'KmsException: arn:aws:kms:eu-west-1:111122223333:key/x is disabled',
    'KMS-01',
  ],
];
