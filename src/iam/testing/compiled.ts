import { compilePolicy } from '../compile.ts';
import type { PolicyKind } from '../document/model.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { Decision } from '../evaluate/types.ts';
import type { Case, Doc } from './naive.ts';

/** Puts a random case to the real engine. */
export function compiledEvaluate(given: Case): Decision {
  const { principal, action, context, resource, accountId } = given;
  const compile = (kind: PolicyKind) => (doc: Doc) => compilePolicy(doc, kind);
  return evaluate(
    { principal, action, context, resource: { resource, accountId } },
    {
      identity: given.identity.map(compile('identity')),
      resource: given.resourcePolicy && compile('resource')(given.resourcePolicy),
      boundary: given.boundary?.map(compile('boundary')),
      session: given.session && compile('session')(given.session),
      scps: given.scps?.map((docs, level) => ({
        target: String(level),
        policies: docs.map(compile('scp')),
      })),
      vpce: given.vpce && [compile('vpce')(given.vpce)],
    },
  );
}
