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
