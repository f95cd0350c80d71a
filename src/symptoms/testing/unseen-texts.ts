// Messages of public reports that were not known when they were read first, each with the causes that settled it.
import { host } from './texts.ts';

export const unseen: readonly (readonly [causes: string, text: string])[] = [
  [
    'ROLE-06 ADM-07',
    `{"name":"renovate","hostname":"runner-utzaaq7-project-58639-concurrent-0","pid":64,"level":10,"err":{"tryNextLink":true,"statusCode":504,"$metadata":{"attempts":1,"totalRetryDelay":0},"message":"Error response received from instance metadata service","stack":"Error: Error response received from instance metadata service\\n    at ClientRequest.<anonymous>"},"msg":"ECR getAuthorizationToken error"}`,
  ],
  [
    'CI-10',
    `Error: failed commit on ref "manifest-sha256:2573a085c0c5be4801254e6b9f3dfe028cc873207cda8b4900b7e47064f204b8": unexpected status from PUT request to https://${host}/v2/helm-repo/manifests/0.1.1: 400 Bad Request`,
  ],
  [
    'REPO-01 CI-05',
    `[100%] fail: docker push ${host}/cdk-hnb659fds-container-assets-111122223333-us-east-2:df0c2dd130fbc264a70d9331a9a4367b68d888ce0d1a851cc223b5f794dbc7f1 exited with error code 1: EOF

 ❌  DeploymentStack failed: Error: Failed to publish one or more assets. See the error messages above for more information.`,
  ],
  [
    'REPO-01 CI-05',
    `[Container] 2022/08/30 06:32:01 Running command docker push $REPOSITORY_URI:latest
The push refers to repository [${host}/backend-service]
6a37c076ad0a: Preparing
845237c43dbf: Retrying in 1 second
94a688c21a1d: Retrying in 1 second
EOF

[Container] 2022/08/30 06:32:51 Command did not exit successfully docker push $REPOSITORY_URI:latest exit status 1`,
  ],
  [
    'CI-11',
    `203ac7c888b0: Buffering to Disk
203ac7c888b0: Image push failed

Please login prior to push:
Username: EOF
Build step 'Execute shell' marked build as failure
Finished: FAILURE`,
  ],
  [
    'IMG-01 REPO-01 RT-03',
    `$ docker pull core.harbor.mydomain.com/public.ecr.aws/nginx/nginx:latest
Error response from daemon: unknown: resource not found: repo public.ecr.aws/nginx/nginx, tag latest not found`,
  ],
  [
    'RT-03 NET-16 CI-12',
    `error parsing HTTP 400 response body: invalid character '<' looking for beginning of value: "<html>\\r\\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\\r\\n<body bgcolor=\\"white\\">\\r\\n<center><h1>400 Bad Request</h1></center>`,
  ],
  [
    'REF-02',
    `FATAL error in image scan: failed to analyze image: failed to extract files: Get https://registry-1.docker.io/v2/library/trivy/manifests/latest: http: non-successful response (status=401 body="{\\"errors\\":[{\\"code\\":\\"UNAUTHORIZED\\",\\"message\\":\\"authentication required\\",\\"detail\\":[{\\"Type\\":\\"repository\\",\\"Class\\":\\"\\",\\"Name\\":\\"library/trivy\\",\\"Action\\":\\"pull\\"}]}]}\\n")`,
  ],
  [
    'CI-11 CI-05 REPO-01',
    `docker:index:Image (ts-re-main):
    error: EOF
    : This error is most likely due to incorrect or mismatched registry credentials. Please double check you are using the correct credentials and registry name.`,
  ],
  [
    'REPO-01 CI-05 CI-12 CI-10 CI-11',
    `error copying layers and metadata from "containers-storage:[vfs@/v+/r]@e7d9" to "docker://${host}/tst-company-image-file/test:0.1": Error writing blob: Error determining upload URL: http: no Location header in response`,
  ],
  [
    'CRED-07 DNS-08 REF-13 REF-05',
    `Error: getaddrinfo ENOTFOUND api.ecr-public.ap-southeast-1.amazonaws.com`,
  ],
  [
    'DNS-07 DNS-04 DNS-01',
    `Could not login to registry --.dkr.ecr.us-east-1.amazonaws.com: WARNING! Using --password via the CLI is insecure. Use --password-stdin.
Error response from daemon: Get "https://---.dkr.ecr.us-east-1.amazonaws.com/v2/": dial tcp: lookup ----dkr.ecr.us-east-1.amazonaws.com on ---:53: read udp ---:55816->---:53: i/o timeout`,
  ],
  [
    'CI-11 TOK-02 TOK-05 POD-03',
    `Error response from daemon: login attempt to https://${host}/v2/ failed with status: 401 Unauthorized`,
  ],
  [
    'CI-01 CI-11 IAM-19',
    `Run aws-actions/amazon-ecr-login@v2
  with:
    mask-password: true
    registry-type: private
    skip-logout: false
Error: Region is missing`,
  ],
  [
    'CI-11 POD-03 CRED-07 TOK-02',
    `time="2023-11-30T13:14:25Z" level=error msg="failed to call tryLoginWithRegHost" error="unexpected status code 403" i=0
time="2023-11-30T13:14:25Z" level=fatal msg="unexpected status code 403"`,
  ],
  [
    'IAM-03 ROLE-04 IAM-01 REF-05',
    `[AppRunner] Failed to pull your application image. Be sure you configure your service with a valid access role to your ECR repository.`,
  ],
  [
    'ROLE-04 IAM-19',
    `error creating App Runner Service (node-app): InvalidRequestException: Error in assuming access role arn:aws:iam::111122223333:role/apprunner-role-83c64cb`,
  ],
  [
    'PLAT-01 IAM-03',
    `Deployment with ID : (REDACTED) failed. Failure reason : Failed to copy the image from ECR`,
  ],
  [
    'REPO-01',
    `unexpected status from POST request to https://public.ecr.aws/v2/kafbat/kafka-ui/blobs/uploads/: 404 Not Found`,
  ],
  [
    'ADM-05 ADM-02',
    `Error from server: admission webhook "mutate.kyverno.svc-fail" denied the request: resource Pod/default/test was blocked due to the following policies verify-image: autogen: failed to verify image ${host}/app:1: .attestors[0].entries[0].keys: Get "https://${host}/v2/": context canceled`,
  ],
  [
    'CI-11',
    `com.google.cloud.tools.jib.registry.RegistryUnauthorizedException: Unauthorized for xxx.dkr.ecr.us-east-1.amazonaws.com/app
        at com.google.cloud.tools.jib.registry.RegistryEndpointCaller.call(RegistryEndpointCaller.java:218)
        at com.google.cloud.tools.jib.builder.steps.PushBlobStep.call(PushBlobStep.java:80)`,
  ],
  [
    'CI-11',
    `Caused by: com.google.cloud.tools.jib.plugins.common.BuildStepsExecutionException: Build image failed, perhaps you should make sure your credentials for 'registry-1.docker.io/nithin4325/demo' are set up correctly. See https://github.com/GoogleContainerTools/jib/blob/master/docs/faq.md#what-should-i-do-when-the-registry-responds-with-unauthorized for help`,
  ],
  [
    'POD-11 POD-04 NET-15 REPO-01 IMG-01',
    `failed to resolve image: unexpected status from HEAD request to https://gcr.io/v2/cloud-sql-connectors/cloud-sql-proxy/manifests/2.14.1`,
  ],
  [
    'POD-11 POD-05 POD-04 POD-03',
    `Error: INSTALLATION FAILED: failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden`,
  ],
  [
    'POD-11 NET-15',
    `Error response from daemon: Head "https://europe-west3-docker.pkg.dev/v2/k8s-artifacts-prod/images/sig-storage/csi-provisioner/manifests/v4.0.0": Forbidden`,
  ],
  [
    'IAM-19 CI-05',
    `User: arn:aws:iam::123456789:user/admin is not authorized to perform: ecr:CreateRepository on resource: *`,
  ],
  [
    'RT-03 NET-17',
    `trying next host" error="failed to do request: Head \\"https://registry.home.lab/v2/nginxinc/nginx-unprivileged/manifests/v1.25.1\\": tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match registry.home.lab" host=registry.home.lab`,
  ],
  [
    'NET-01 RT-03',
    `ctr: failed to resolve image: failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": dial tcp 104.244.46.244:443: i/o timeout`,
  ],
  [
    'NODE-03 POD-03',
    `Step 1/13 : FROM ************.dkr.ecr.ca-central-1.amazonaws.com/***********
time="2021-06-10T17:11:46Z" level=fatal msg="Head https://************.dkr.ecr.ca-central-1.amazonaws.com/v2/************: no basic auth credentials"`,
  ],
  [
    'CRED-01 NODE-02 IAM-01',
    `ERROR: FAILED TO PULL IMAGE "111122223333.DKR.ECR.US-EAST-2.AMAZONAWS.COM/APP:V1": NO BASIC AUTH CREDENTIALS`,
  ],
  [
    'IAM-03 RPOL-02 RPOL-01',
    `denied: User: arn:aws:sts::111122223333:assumed-role/node/i-0abc is not authorized to perform: ecr:BatchGetIm…`,
  ],
  ['IMG-01 REPO-01', `${host}/app:v1: not fou...`],
];
