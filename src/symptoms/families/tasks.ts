import { type Symptom, symptom, vague } from '../symptom.ts';

/** Lambda pulls as a service: neither the function's role nor a node's has a part in it. */
const lambdaFix =
  "Allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer to lambda.amazonaws.com in the repository's policy, and, across accounts, to the function's account as well.";

/** Source: App Runner Developer Guide, "How App Runner works with IAM". */
const accessRoleFix =
  'Let build.apprunner.amazonaws.com assume the access role in its trust policy, and attach AWSAppRunnerServicePolicyForECRAccess.';

/** What ECS, Fargate, Lambda and CodeBuild say in sentences of their own. */
export const tasks: readonly Symptom[] = [
  vague(
    /connection issue between the task|ResourceInitializationError[^\n]{0,400}(?:secrets or )?registry auth/i,
    /is not authorized to perform|no such host|AccessDenied/i,
    { 'NET-01': 0.4, 'NET-07': 0.35, 'NET-12': 0.1, 'NET-03': 0.05 },
  ),
  symptom(/role has the permissions to pull images/i, {
    'IAM-03': 0.5,
    'IAM-01': 0.2,
    'RPOL-01': 0.15,
  }),
  symptom(/task cannot find the image|Check if (?:your|the) image (?:still )?exists/i, {
    'IMG-01': 0.6,
    'REPO-01': 0.2,
  }),
  symptom(/DockerTimeoutError|CannotPull\w{0,20}Error: context canceled/i, {
    'NET-01': 0.4,
    'NET-08': 0.35,
    'LAYER-05': 0.1,
  }),
  {
    pattern:
      /Lambda does not have permission to access the (?:ECR )?image|permission to access the specified image|ImageAccessDenied/i,
    suspects: () => ({
      'RPOL-01': { likelihood: 0.5, fix: lambdaFix },
      'RPOL-03': 0.2,
      'RPOL-12': 0.12,
    }),
  },
  symptom(
    /(?:manifest|config|layer) media type for the source image [^\n]{0,400} is not supported/i,
    { 'PLAT-04': 0.8, 'PLAT-01': 0.05 },
  ),
  {
    pattern: /Error in assuming access role|Failed to assume (?:the )?(?:access|execution) role/i,
    suspects: () => ({ 'ROLE-04': { likelihood: 0.7, fix: accessRoleFix }, 'IAM-19': 0.1 }),
  },
  vague(
    /Failed to (?:pull your application image|copy the image from ECR)|configure your service with a valid access role/i,
    /is not authorized to perform|Error in assuming/i,
    { 'IAM-03': 0.33, 'ROLE-04': 0.25, 'PLAT-01': 0.2, 'REF-05': 0.15, 'IAM-01': 0.05 },
  ),
  symptom(/Source image [^\n]{1,400} is not valid/i, {
    'REF-05': 0.4,
    'REF-13': 0.25,
    'REF-01': 0.2,
  }),
  {
    // SageMaker pulls as a service, too.
    pattern:
      /does not grant [^\n]{0,200}permission to [\w.-]{1,60}amazonaws\.com service principal|insufficient privilege to access the specified ECR/i,
    suspects: () => ({ 'RPOL-03': 0.45, 'RPOL-01': 0.35, 'IAM-03': 0.05 }),
  },
  symptom(/cross-account ECR image with imagePullCredentialsType/i, { 'CI-11': 0.6 }),
];
