import { LifecyclePolicyError } from '../../ecr/lifecycle/error.ts';
import { parseLifecyclePolicy } from '../../ecr/lifecycle/parse.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Whether two policies say the same: AWS gives lists of one as their value, and lists in another order. */
export function samePolicy(a: object, b: object): boolean {
  return canonicalPolicy(a) === canonicalPolicy(b);
}

/** A policy as a text that is the same for all ways to write it down. */
export function canonicalPolicy(document: object): string {
  const { Statement = [], Version } = document as { Statement?: Json | Json[]; Version?: string };
  return stable({
    Version: Version ?? '',
    Statement: [Statement].flat().map((one) => canonicalStatement(one as Json)),
  });
}

/** Within a statement every list is a set. */
function canonicalStatement(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>).map(([key, each]) => [
      key,
      canonicalValue(key, each),
    ]),
  );
}

function canonicalValue(key: string, value: Json): Json {
  if (key === 'Sid' || key === 'Effect') return value;
  if (key.endsWith('Principal')) return canonicalPrincipal(value);
  if (key === 'Condition') return eachMember(value, (operator) => eachMember(operator, asSet));
  return asSet(value);
}

function canonicalPrincipal(value: Json): Json {
  const principals = value === '*' ? { AWS: '*' } : value;
  return eachMember(principals, (each) =>
    asSet(
      [each]
        .flat()
        .map((one) =>
          /^\d{12}$/.test(String(one)) ? `arn:aws:iam::${String(one)}:root` : one,
        ) as Json,
    ),
  );
}

function eachMember(value: Json, change: (each: Json) => Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]));
}

function asSet(value: Json): Json {
  return [...new Set([value].flat().map(String))].sort();
}

/** Whether two lifecycle policies are the same to ECR. */
export function sameLifecycle(a: object, b: object): boolean {
  return canonicalLifecycle(a) === canonicalLifecycle(b);
}

function canonicalLifecycle(document: object): string {
  const text = JSON.stringify(document);
  try {
    return stable(parseLifecyclePolicy(text) as unknown as Json);
  } catch (error) {
    // One that came from AWS may be of a kind that is not known here.
    if (error instanceof LifecyclePolicyError) return text;
    throw error;
  }
}

/** JSON with the members of objects in order. */
export function stable(value: Json): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
