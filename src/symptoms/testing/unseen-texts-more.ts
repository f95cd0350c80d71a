// Messages of public reports that were not known when they were read first, each with the causes that settled it.
import { host } from './texts.ts';

export const moreUnseen: readonly (readonly [causes: string, text: string])[] = [
  [
    'RT-02',
    `ERRO[0002] connect endpoint 'unix:///var/run/dockershim.sock', make sure you are running as root and the endpoint has been started: context deadline exceeded
FATA[0006] connect: connect endpoint 'unix:///run/crio/crio.sock', make sure you are running as root and the endpoint has been started: context deadline exceeded`,
  ],
  [
    'REF-01 REF-14',
    `ERRO[0000] Failed to pull ctr image: failed to resolve reference "": hostname required  ref=`,
  ],
  [
    'LAYER-06 NET-15 RT-03',
    `error pulling image configuration: download failed after attempts=1: unknown blob`,
  ],
  [
    'REF-01',
    `failed to publish images: error publishing ko://github.com/GoogleContainerTools/skaffold/examples/custom: repository can only contain the runes \`abcdefghijklmnopqrstuvwxyz0123456789_-./\`: ko://github.com/googlecontainertools/skaffold/examples/custom`,
  ],
  [
    'ROLE-08 CI-11 TOK-01 IAM-19',
    `Error loading SSO Token: Token for https://corp.awsapps.com/start does not exist`,
  ],
  [
    'ROLE-08 CI-11 ROLE-01',
    `The config profile (prod) could not be found
Error: Cannot perform an interactive login from a non TTY device`,
  ],
  [
    'CI-11 TOK-04 NODE-03',
    `unknown shorthand flag: 'e' in -e
See 'docker login --help'.`,
  ],
  [
    'ADM-08 IMG-01 POD-11',
    `chart pull error: failed to download chart for remote reference: failed to get 'oci://${host}/charts/app:1.2.3': failed to authorize: failed to fetch anonymous token: unexpected status from GET request: 401 Unauthorized`,
  ],
  [
    'LIM-05 LIM-06',
    `FATAL	Fatal error	init error: DB error: failed to download vulnerability DB: database download error: oci download error: failed to fetch the layer: GET https://ghcr.io/v2/aquasecurity/trivy-db/blobs/sha256:abc: TOOMANYREQUESTS: retry-after: 1.1ms, allowed: 44000/minute`,
  ],
  [
    'NET-16 NET-15',
    `Error response from daemon: Get "https://${host}/v2/": Forbidden (proxy: X-Squid-Error: ERR_ACCESS_DENIED 0)`,
  ],
  ['ADM-03', `error validating signature for image "${host}/app:v1"`],
  [
    'REF-09',
    `ERRO[0000] Error parsing the serverURL                   error="docker-credential-ecr-login can only be used with Amazon Elastic Container Registry." serverURL=not-valid.example.com
credentials not found in native keychain`,
  ],
  [
    'CI-06 REF-10 REF-14 IMG-01',
    `level=fatal msg="Error executing 'push': unable to tag image: API error (404): No such image: x-ray:latest\\n"`,
  ],
  [
    'CI-10 PLAT-04 RT-05 RT-06 PLAT-05',
    `Oct 10 23:32:07 kubelet[2746]: E1010 23:32:07.405372    2746 kuberuntime_manager.go:784] container start failed: ErrImagePull: rpc error: code = Unknown desc 
= failed to pull and unpack image "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.6.0-rc3": failed to copy: httpReaderSeeker: failed open: une
xpected status code https://602401143452.dkr.ecr.us-west-2.amazonaws.com/v2/amazon-k8s-cni/manifests/sha256:e4a1b462af327b6b9af097378673e1c263692ffdc47d0cd77d
37fa8d8850b397: 405 Method Not Allowed - Server message: unsupported: Invalid parameter at 'acceptedMediaTypes' failed to satisfy constraint`,
  ],
  [
    'LAYER-03 LAYER-02 LAYER-01',
    `"PullImage from image service failed" err="rpc error: code = Unknown desc = unable to pull image or OCI artifact: pull image err: copying system image from manifest list: writing blob: storing blob to file \\"/var/tmp/container_images_storage4208048397/4\\": happened during read: unexpected EOF (after reconnecting, fetching blob: StatusCode: 400, \\"<?xml version=\\\\\\"1.0\\\\\\" encoding=\\\\\\"UTF-8\\\\\\"?>\\\\n<Error><Cod...\\")" image="registry.k8s.io/conformance:v1.35.2"`,
  ],
  [
    'LIM-05',
    `CannotPullContainerError: inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/amazon/aws-for-fluent-bit/manifests/sha256:330a24bcd4e0058d70e70a0bb1ff805065161ffe3aa96296f09b555...`,
  ],
  [
    'CI-11 REF-02',
    `ERROR: failed to solve: failed to push vsc-python-e8731855a1fc434b6d67ef494a12dd1d59be4daeb6bd0726e902a598232e7624-features: server message: insufficient_scope: authorization failed`,
  ],
  [
    'REF-12 CI-10 CI-11 REF-01',
    `Error: buildx failed with: ERROR: failed to solve: failed to push can't push tagged ref ghcr.io/org/app:1 by digest`,
  ],
  [
    'CI-11',
    `[ERROR] Failed to execute goal org.springframework.boot:spring-boot-maven-plugin:3.1.0:build-image (default-cli): Execution default-cli of goal build-image failed: Docker API call to 'localhost/v1.24/images/${host}/app/push' failed with status code 500 "no basic auth credentials"`,
  ],
  [
    'ADM-08 TOK-04',
    `time="2023-01-04T15:58:26Z" level=error msg="Could not set registry endpoint credentials: invalid script output, must be single line with syntax <username>:<password>" alias=of-backend application=o image_name=app registry=xxx.dkr.ecr.ap-southeast-1.amazonaws.com`,
  ],
  [
    'CRED-02 ADM-08',
    `error processing spec.dataFrom[0].sourceRef.generatorRef, err: error using generator: unable to create aws session: an IAM role must be associated with service account my-service-account`,
  ],
  [
    'ADM-05 ADM-01',
    `Error creating: Internal error occurred: failed calling webhook "admission.ecr.amazonaws.com": failed to call webhook: an error on the server ("unknown") has prevented the request from succeeding`,
  ],
  [
    'CI-07',
    `error: failed to solve: rpc error: code = Unknown desc = failed commit on ref "index-sha256:abc": unexpected status: 400 Bad Request`,
  ],
  [
    'RT-08 RT-01 LAYER-06 RT-06 LAYER-04',
    `containerd[15986]: time="2025-09-11T00:05:51.904195916+08:00" level=error msg="PullImage xxxxx" failed" error="rpc error: code = NotFound desc = failed to pull and unpack image xxxx": failed to extract layer sha256:7da9: failed to get reader from content store: blob sha256:9e2f expected at /var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/9e2f: blob not found: not found"`,
  ],
  [
    'RT-01 LIM-08',
    `failed to register layer: write /usr/local/lib/python3.9/dist-packages/sklearn/x.so: input/output error`,
  ],
  [
    'PLAT-06',
    `failed to register layer: Error processing tar file(exit status 1): archive/tar: invalid tar header; unsupported compression zstd`,
  ],
  ['TOK-02 TOK-04 CI-11 POD-03', `Error: logging into "${host}": invalid username/password`],
  [
    'NET-16 LAYER-03',
    `2024/01/01 00:00:00 [error] 7#7: *12 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.0.0.5, server: registry.corp, request: "GET /v2/a/manifests/1 HTTP/1.1", upstream: "https://52.1.2.3:443/v2/a/manifests/1", host: "registry.corp"`,
  ],
  [
    'ADM-08 NODE-03 CI-11 POD-03',
    `DEBUG: GET https://${host}/v2/a/tags/list?n=1000 = (code=ERR_NON_2XX_3XX_RESPONSE, statusCode=401 retryCount=0, duration=374)`,
  ],
  [
    'NODE-03 POD-03 IMG-01 CI-06 REF-10',
    `image ${host}/web:1 could not be accessed on a registry to record its digest. Each node will access ${host}/web:1 independently, possibly leading to different nodes running different versions of the image.`,
  ],
  [
    'ADM-08',
    `{"logger":"reconciler.scan job","msg":"Scan job container","status.message":"FATAL Fatal error image scan error: unable to initialize a scanner: remote error: GET https://${host}/v2/a/manifests/1: unexpected status code 401 Unauthorized: Not Authorized","job":"trivy-system/scan-vulnerabilityreport"}`,
  ],
  [
    'IAM-19 CI-02 CI-05 CI-11',
    `current credentials could not be used to assume 'arn:aws:iam::111122223333:role/cdk-hnb659fds-image-publishing-role-111122223333-us-east-2', but are for the right account. Proceeding anyway.
fail: Could not assume role in target account using current credentials`,
  ],
  [
    'RT-02',
    `error during connect: This error may indicate that the docker daemon is not running.: Post "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/images/create?fromImage=docker.pkg.github.com%2Fcrytic%2Fechidna%2Fechidna&tag=latest": open //./pipe/docker_engine: The system cannot find the file specified.`,
  ],
  [
    'RT-02',
    `failed to connect to the docker API at npipe:////./pipe/dockerDesktopLinuxEngine; check if the path is correct and if the daemon is running: open //./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.`,
  ],
  [
    'ADM-05 ADM-02',
    `"image attestors verification failed" "errors"=".attestors[0].entries[0].keys: Get \\"111122223333.dkr.ecr.us-west-2.amazonaws.com/v2/\\": context canceled"`,
  ],
  [
    'CI-11 NODE-03 POD-03',
    `Can't copy image: failed to send blob post, ref 111122223333.dkr.ecr.us-west-2.amazonaws.com/node:16: no credentials available for basic auth`,
  ],
];
