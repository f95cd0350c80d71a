import { host, image, type Speaker, sentence } from './speaker.ts';

/** The ECS agent and Fargate, which pull with a task's execution role. */
export const ecs: Speaker = {
  name: 'ECS',
  puller: 'task',
  known:
    /CannotPull\w{0,20}(?:Container|Manifest)|ResourceInitializationError|DockerTimeoutError|DockerGoClient|\becs-agent\b|Error while pulling container/i,
  sentences: [
    sentence(`failed to resolve ref ${image}`, 'resolve'),
    sentence('pull image manifest has been retried', 'manifest'),
    sentence('(?:ref|image) pull has been retried|error pulling image configuration', 'layer'),
    sentence('unable to (?:pull secrets or registry auth|retrieve ecr registry auth)', 'login'),
    sentence(`task cannot pull ['"‘]?(?<image>[\\w./@:-]{1,500})`, 'resolve'),
    sentence(`registry auth from Amazon ECR[^\\n]{0,300}?https:\\/\\/${host}`, 'login'),
  ],
};

/** App Runner and SageMaker, which pull with a role that they are given, or as a service. */
export const services: Speaker = {
  name: 'App Runner or SageMaker',
  puller: 'task',
  known: /\[AppRunner\]|\bapp ?runner\b|\bsagemaker\b|Failed to copy the image from ECR/i,
  sentences: [],
};

/** Lambda, which pulls as the service, so that the repository's policy decides. */
export const lambda: Speaker = {
  name: 'Lambda',
  puller: 'task',
  known:
    /\bLambda does not have permission to access the ECR image|source image [\w./@:-]{1,400} (?:does not exist|is not (?:valid|supported))|UpdateFunctionCode|permission to access the specified image/i,
  sentences: [sentence(`source image ${image}`, 'resolve')],
};
