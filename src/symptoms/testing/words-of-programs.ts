import { digest, failed, host } from './texts.ts';

/** What programs say, and the catalogue's id of the cause that is likeliest then. */
export const wordsOfPrograms: readonly (readonly [what: string, text: string, cause: string])[] = [
  [
    'docker, given no repository',
    `Error response from daemon: pull access denied for ${host}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    'REF-02',
  ],
  [
    'skopeo of a name without a host',
    'FATA[0001] reading manifest test in docker.io/library/tagless: requested access to the resource is denied',
    'REF-02',
  ],
  [
    'a sandbox image that dockerd was to pull',
    `FailedCreatePodSandBox: Error response from daemon: Get https://${host}/v2/eks/pause/manifests/3.1: no basic auth credentials`,
    'NET-07',
  ],
  [
    'a sandbox image that CRI-O was to pull',
    `RunPodSandbox from runtime service failed: error creating pod sandbox with name "k8s": Error reading manifest 3.1 in ${host}/pause: unauthorized: authentication required`,
    'PAUSE-01',
  ],
  [
    'a login of another registry that is refused',
    'Error response from daemon: Get https://registry-1.docker.io/v2/acme/app/manifests/1: unauthorized: incorrect username or password',
    'POD-05',
  ],
  [
    'a controller without a role',
    `ERRO could not get tags: Get "https://${host}/v2/app/tags/list": no basic auth credentials`,
    'ADM-08',
  ],
  [
    'a verifier without a role',
    `kyverno: failed to verify image ${host}/app:v1: GET https://${host}/v2/app/manifests/v1: unexpected status code 401 Unauthorized`,
    'ADM-02',
  ],
  [
    'a runner of GitLab',
    `ERROR: Job failed: failed to pull image "${host}/job:1" with specified policies [always]: Error response from daemon: Head "https://${host}/v2/job/manifests/1": no basic auth credentials (manager.go:237:0s)`,
    'NODE-03',
  ],
  [
    'a build with a login that ran out',
    `failed to solve: ${host}/base:1: failed to resolve source metadata for ${host}/base:1: unexpected status from HEAD request to https://${host}/v2/base/manifests/1: 403 Forbidden`,
    'POD-03',
  ],
  [
    'ECR Public with a login that ran out',
    'failed to solve: public.ecr.aws/lambda/python:3.8: unexpected status code [manifests 3.8]: 403 Forbidden',
    'POD-03',
  ],
  [
    'a proxy that limits uploads',
    'Error: writing blob: uploading layer chunked: StatusCode: 413, <html> <head><title>413 Request Entity Too Large',
    'CI-12',
  ],
  [
    'nginx, whose upstream hung up in a layer',
    `upstream prematurely closed connection while reading upstream, request: "GET /v2/app/blobs/${digest} HTTP/1.1", host: "registry.corp"`,
    'LAYER-03',
  ],
  [
    'Envoy without an upstream',
    `${failed(`${host}/app:v1`)} unexpected status from HEAD request to https://${host}/v2/app/manifests/v1: 503 Service Unavailable: no healthy upstream`,
    'NET-16',
  ],
  [
    'Lambda',
    'Lambda does not have permission to access the ECR image. Check the ECR permissions.',
    'RPOL-01',
  ],
  [
    'ECS, whose role may not pull',
    "CannotPullContainerError: The task can't pull the image. Check that the role has the permissions to pull images from the registry.",
    'IAM-03',
  ],
  ['ECS that waited in vain', 'CannotPullContainerError: context canceled', 'NET-01'],
  [
    'a task that does not reach ECR',
    `CannotPullContainerError: API error (500): Get https://${host}/v2/: net/http: request canceled while waiting for connection`,
    'NET-01',
  ],
  [
    'the token of ECR Public',
    'User: arn:aws:sts::111122223333:assumed-role/node/i-0 is not authorized to perform: ecr-public:GetAuthorizationToken on resource: *',
    'CRED-07',
  ],
  [
    'SOCI that finds no referrers',
    `soci-snapshotter-grpc: unable to fetch referrers: GET "https://${host}/v2/app/referrers/${digest}": credential required for basic auth`,
    'RT-07',
  ],
  [
    'a manifest for a tag that may not move',
    `failed to push ${host}/app:v1: failed commit on ref "manifest-${digest}": unexpected status from PUT request to https://${host}/v2/app/manifests/v1: 400 Bad Request`,
    'CI-07',
  ],
  [
    'a manifest that is not understood',
    `failed to push ${host}/app:v1: unexpected status from PUT request to https://${host}/v2/app/manifests/v1: 405 Method Not Allowed`,
    'CI-10',
  ],
  [
    'an upstream that requires a secret',
    'UnsupportedUpstreamRegistryException: The specified upstream registry requires authentication.',
    'PTC-07',
  ],
  [
    "somebody's own mirror of Docker Hub's names",
    `repository ${host}/dev/docker.io/istio/proxyv2 not found: name unknown: The repository with name 'dev/docker.io/istio/proxyv2' does not exist in the registry with id '111122223333'`,
    'REPO-01',
  ],
  [
    'GitHub without credentials',
    'Run aws-actions/amazon-ecr-login@v2\nError: Missing credentials in config',
    'CI-01',
  ],
  [
    'a scanner that tried every runtime before the registry',
    `trivy-operator: unable to inspect the image (${host}/app:v1): Cannot connect to the Docker daemon at unix:///var/run/docker.sock\nGET https://${host}/v2/app/manifests/v1: unexpected status code 401 Unauthorized`,
    'ADM-08',
  ],
  [
    "a registry of somebody's own",
    `${failed('harbor.corp.example/app:v1')} 401 Unauthorized`,
    'POD-11',
  ],
  ['Node that waits for a connection', 'Error: connect ETIMEDOUT 44.213.61.252:443', 'NET-01'],
  [
    'a command on a machine',
    `Error: unexpected status from HEAD request to https://${host}/v2/app/manifests/v1: 401 Unauthorized`,
    'CI-11',
  ],
  [
    'a scanner that is on a machine without docker',
    `unable to find the specified image "${host}/app:v1" in ["docker" "remote"]: 2 errors occurred:\n* docker error: unable to inspect the image (${host}/app:v1): Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n* remote error: GET https://${host}/v2/app/manifests/v1: unexpected status code 401 Unauthorized: Not Authorized`,
    'CI-11',
  ],
  [
    'a client of policies that has no login',
    `Error: download policies: error downloading 'oci://${host}/policies:v1': pulling policy: unexpected status code [manifests v1]: 401 Unauthorized`,
    'CI-11',
  ],
  [
    'kaniko without a login',
    `ERRO[0022] Failed to push to destination ${host}/app:v1\nERRO[0022] unsupported status code 401; body: Not Authorized`,
    'CI-11',
  ],
  [
    'Tekton, which asks for the entry point of an image',
    'task test has failed: failed to create task run pod "image": translating TaskSpec to Pod: error getting image manifest: unsupported status code 401; body: Not Authorized. Maybe missing or invalid Task default/image',
    'ADM-08',
  ],
  [
    'a manifest that ECR does not take',
    '{"errors":[{"code":"UNSUPPORTED","message":"Unsupported manifest type: \\"application/vnd.docker.distribution.manifest.list.v2+json\\""}]}',
    'CI-10',
  ],
  [
    'skopeo that may not list tags',
    'level=fatal msg="Error determining repository tags: Invalid status code returned when fetching tags list 403 (Forbidden)"',
    'IAM-19',
  ],
  [
    'a repository policy that names a role which does not exist',
    "An error occurred (InvalidParameterException) when calling the SetRepositoryPolicy operation: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'",
    'RPOL-09',
  ],
  [
    'podman about an image of another processor',
    'WARNING: image platform (linux/arm64) does not match the expected platform (linux/amd64)',
    'PLAT-02',
  ],
  [
    'a host with a suffix that nobody has',
    'Get https://111122223333.dkr.ecr.us-west-2.amazon.aws.com/v2/: dial tcp: lookup 111122223333.dkr.ecr.us-west-2.amazon.aws.com on 172.31.0.2:53: no such host',
    'DNS-08',
  ],
  [
    'a node that asks a resolver of the internet',
    'failed to do request: Head "https://ghcr.io/v2/siderolabs/kubelet/manifests/v1": dial tcp: lookup ghcr.io on 8.8.8.8:53: read udp 10.128.152.4:41986->8.8.8.8:53: i/o timeout host=ghcr.io image=ghcr.io/siderolabs/kubelet:v1',
    'DNS-04',
  ],
  [
    'Flux that scans tags',
    `scan failed: GET https://${host}/v2/app/tags/list?n=1000: unexpected status code 401 Unauthorized: Not Authorized`,
    'ADM-08',
  ],
  [
    'Kyverno that may not read a signature',
    `policy check-image/verify-signature fail: failed to verify image ${host}/app:v1: .attestors[0].entries[0].certificates: GET https://${host}/v2/app/manifests/v1: UNAUTHORIZED: Not Authorized`,
    'ADM-02',
  ],
  [
    'a reference without a registry',
    'Error: invalid reference: invalid registry "ghcr.io/acme/app"',
    'REF-01',
  ],
  [
    'Terraform without a login',
    'Error pushing docker image: Error response from daemon: Bad parameters and missing X-Registry-Auth: EOF',
    'CI-11',
  ],
];
