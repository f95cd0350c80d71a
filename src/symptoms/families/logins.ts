import type { Suspects } from '../symptom.ts';

/** A login that a registry refuses: what was made of the token is not what it takes. */
export const refusedLogins: Suspects = {
  'TOK-02': 0.35,
  'TOK-04': 0.2,
  'POD-03': 0.2,
  'CI-11': 0.1,
};

/** Source: ECR Public User Guide, "Registry authentication": pulls need none, and a login that ran out is refused. */
export const publicFix =
  'Log out (docker logout public.ecr.aws): ECR Public is read without a login, and refuses one that has run out. Or log in again: aws ecr-public get-login-password --region us-east-1.';

/** What whoever calls AWS from a shell or a script has to do first. */
export const commandFix =
  'Make the AWS command line work first (aws sts get-caller-identity), with version 2, a profile that exists and a session that has not ended; then aws ecr get-login-password | docker login.';

/** Clients in a cluster pull with what their own Secret holds: the node's provider never serves them. */
export const clientSecretFix =
  "Renew the token in the Secret that this client reads before twelve hours are over, with external-secrets (ECRAuthorizationToken) or a CronJob, or give the client a role of its own: the node's credential provider does not serve it.";
