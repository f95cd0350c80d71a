import { type CompiledPolicy, compilePolicy } from '../compile.ts';
import { ecrProblem } from '../document/check-ecr.ts';
import type { PolicyKind } from '../document/model.ts';
import { PolicyError } from '../errors.ts';
import type { AppliedPolicies, PolicyLevel } from '../evaluate/types.ts';
import { InputError } from './errors.ts';
import { isObject, type JsonObject, listAt } from './read.ts';

/**
 * Compiles the `policies` of a line. Documents may be objects or text; text keeps line and column.
 *
 * @param onRepository whether the resource policy is an ECR repository's, so that ECR refuses it
 * @throws PolicyError for a document that AWS would refuse
 * @throws InputError for anything else that is wrong
 */
export function compilePolicies(policies: unknown, onRepository: boolean): AppliedPolicies {
  if (policies === undefined || policies === null) return { identity: [] };
  if (!isObject(policies)) throw new InputError('policies must be an object');
  refuseOtherLayers(policies);
  return {
    identity: documents(policies, 'identity', 'identity') ?? [],
    resource: onRepository
      ? repositoryPolicies(policies)
      : documents(policies, 'resource', 'resource'),
    boundary: documents(policies, 'boundary', 'boundary'),
    session: documents(policies, 'session', 'session'),
    scps: levels(policies, 'scps', 'scp'),
    rcps: levels(policies, 'rcps', 'rcp'),
    vpce: documents(policies, 'vpce', 'vpce'),
  };
}

const layers = ['identity', 'resource', 'boundary', 'session', 'scps', 'rcps', 'vpce'];

/** A layer with a misspelt name would be ignored, and what it denies would be allowed. */
function refuseOtherLayers(policies: JsonObject): void {
  const other = Object.keys(policies).find((key) => !layers.includes(key));
  if (other !== undefined) {
    throw new InputError(
      `policies has no layer ${JSON.stringify(other)}: the layers are ${layers.join(', ')}`,
    );
  }
}

function documents(
  parent: JsonObject,
  key: string,
  kind: PolicyKind,
): CompiledPolicy[] | undefined {
  if (parent[key] === undefined || parent[key] === null) return undefined;
  const compiled = listAt(parent, key).map((document) => compileDocument(document, key, kind));
  // An empty list means no boundary, no endpoint policy and no session policy, rather than one that denies.
  return compiled.length === 0 ? undefined : compiled;
}

function compileDocument(document: unknown, key: string, kind: PolicyKind): CompiledPolicy {
  if (typeof document === 'string' || isObject(document)) return compilePolicy(document, kind);
  throw new InputError(`policies.${key} must hold policy documents`);
}

function repositoryPolicies(policies: JsonObject): CompiledPolicy[] | undefined {
  try {
    return documents(policies, 'resource', 'resource');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { line, column } = error;
    const position = line === undefined || column === undefined ? undefined : { line, column };
    return ecrProblem('ecr-repository', position);
  }
}

function levels(parent: JsonObject, key: string, kind: PolicyKind): PolicyLevel[] | undefined {
  if (parent[key] === undefined || parent[key] === null) return undefined;
  return listAt(parent, key).map((level, index) => {
    const at = `policies.${key}[${index}]`;
    if (!isObject(level)) throw new InputError(`${at} must be an object`);
    if (level.policies === undefined) {
      throw new InputError(`${at} must be a level: {"target", "policies": [document]}`);
    }
    const target = typeof level.target === 'string' ? level.target : String(index);
    const policies = listAt(level, 'policies');
    return { target, policies: policies.map((document) => compileDocument(document, key, kind)) };
  });
}
