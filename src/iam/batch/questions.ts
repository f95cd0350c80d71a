import { splitArn } from '../../names/arn.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { AccessRequest, DecidingStatement, Decision } from '../evaluate/types.ts';
import { walkLayers } from '../evaluate/walk.ts';
import { type LineAnswer, LineAnswerer } from './line.ts';
import {
  actionAt,
  type JsonObject,
  objectAt,
  principalAt,
  readContext,
  requestOf,
  stringAt,
} from './read.ts';

/** Answers the lines of `hawser iam evaluate`; with `walk`, the result of each layer is added. */
export function evaluateLines(options: { walk?: boolean } = {}): LineAnswerer<AccessRequest> {
  return new LineAnswerer<AccessRequest>({
    read: readAccessRequest,
    onRepository: isOnRepository,
    ask: (request, policies) => {
      const found = decisionAnswer(evaluate(request, policies));
      if (!options.walk) return found;
      return {
        ...found,
        answer: { ...found.answer, request, walk: walkLayers(request, policies) },
      };
    },
  });
}

export function readAccessRequest(input: unknown): AccessRequest {
  const request = requestOf(input);
  const resource = objectAt(request, 'resource', 'request.');
  return {
    principal: principalAt(request),
    action: actionAt(request),
    resource: {
      resource: stringAt(resource, 'resource', 'request.resource.'),
      accountId: stringAt(resource, 'accountId', 'request.resource.'),
    },
    context: readContext(request),
  };
}

function isOnRepository({ action, resource }: AccessRequest): boolean {
  return /^ecr:/i.test(action) || splitArn(resource.resource)[2] === 'ecr';
}

function decisionAnswer(decision: Decision): LineAnswer {
  const outcome = decision.decision === 'allowed' ? 'holds' : 'denied';
  return { outcome, answer: { ...decision, deciding: decision.deciding.map(withSid) } };
}

function withSid(statement: DecidingStatement): JsonObject {
  return { ...statement, sid: statement.sid ?? null };
}
