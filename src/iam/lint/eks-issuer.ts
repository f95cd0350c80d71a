import { partitionOf } from '../../names/partitions.ts';
import type { Finding } from './types.ts';

/** Issuers of EKS clusters (EKS User Guide, "Create an IAM OIDC provider for your cluster"). */
const eksIssuer =
  /^(oidc\.eks\.[a-z]{2,}(-[a-z]+)+-\d\.(amazonaws\.com|amazonaws\.com\.cn)|oidc-eks\.[a-z]{2,}(-[a-z]+)+-\d\.api\.(aws|amazonwebservices\.com\.cn))\/id\/[0-9A-Z]+$/;

/** Whether an issuer, without its scheme, is that of an EKS cluster. */
export function isEksIssuer(issuer: string): boolean {
  return eksIssuer.test(issuer);
}

/** Reports an issuer that resembles that of an EKS cluster but has another form: no token has it. */
export function eksIssuerForm(issuer: string): Finding[] {
  const host = issuer.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
  const isMeant = /(^|[.-])eks[.-]/.test(host) && /\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(host);
  if (!isMeant || isEksIssuer(issuer)) return [];
  const region = /[a-z]{2,}(-[a-z]+)+-\d/.exec(host)?.[0] ?? 'REGION';
  const suffix = partitionOf(region).dnsSuffix;
  const id = /\/id\/([^/]+)$/.exec(issuer)?.[1] ?? 'ID';
  return [
    {
      code: 'TRUST_EKS_ISSUER_FORM',
      severity: 'error',
      message: `${issuer} is not the issuer of an EKS cluster, so no token matches: issuers are written oidc.eks.${region}.${suffix}/id/${id.toUpperCase()}, without https:// and with the id in capitals (aws eks describe-cluster --query cluster.identity.oidc.issuer).`,
    },
  ];
}
