import { image, type Speaker, sentence } from './speaker.ts';

/** GitHub's actions. */
export const github: Speaker = {
  name: 'GitHub Actions',
  puller: 'machine',
  known:
    /\bRun (?:aws-actions|docker)\/|configure-aws-credentials|amazon-ecr-login|ACTIONS_ID_TOKEN_REQUEST|Assuming role with OIDC|with OIDC:/i,
  sentences: [],
};

/** GitLab's runner, with docker or with pods. */
export const gitlab: Speaker = {
  name: 'GitLab runner',
  puller: 'machine',
  known:
    /with policy "(?:always|if-not-present|never)"|with specified policies \[|Using Docker executor|docker\+machine" executor|\((?:docker|manager)\.go:\d{1,5}:|gitlab-runner/i,
  sentences: [sentence(`failed to pull image ${image}`, 'resolve')],
};

/** Pulumi's providers of images, and the assets of the CDK. */
export const pulumi: Speaker = {
  name: 'Pulumi or the CDK',
  puller: 'machine',
  known:
    /\bdocker(?:-build)?:index:Image\b|\bawsx:ecr:Image\b|\bpulumi\b|container-assets-|publish one or more assets|\bcdk-assets\b/i,
  sentences: [
    sentence('docker(?:-build)?:index:Image|awsx:ecr:Image', 'push'),
    sentence('fail: (?:docker|finch|podman) push', 'push'),
  ],
};

/** Builds of Java, which need no docker. */
export const jib: Speaker = {
  name: 'Jib or Spring Boot',
  puller: 'machine',
  known:
    /tools\.jib|jib-(?:maven|gradle)-plugin|\bjib(?:DockerBuild|:build)?\b|spring-boot:build-image|spring-boot-maven-plugin|:build-image\b|bootBuildImage|dockerfile-maven/i,
  sentences: [
    sentence(`(?:Unauthorized for|credentials for) ['"]?${image}`),
    sentence(
      "Push(?:Blob|Image|Manifest|Layer)\\w*Step|pushing blob|Build image failed|\\/push' failed",
      'push',
    ),
  ],
};

/** Renovate, which asks for tags with logins of its own. */
export const renovate: Speaker = {
  name: 'Renovate',
  puller: 'machine',
  known: /\brenovate\b|ERR_NON_2XX_3XX_RESPONSE/i,
  sentences: [],
};

/** Terraform and its providers. */
export const terraform: Speaker = {
  name: 'Terraform',
  puller: 'machine',
  known:
    /\bterraform\b|docker_registry_image|resourceDockerRegistryImage|auth config found for registry|Error pushing docker image|with (?:aws_ecr|docker)_\w{1,60}\./i,
  sentences: [
    sentence(
      'docker_registry_image|resourceDockerRegistryImage|Error pushing docker image',
      'push',
    ),
  ],
};
