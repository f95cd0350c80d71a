import { splitArn } from '../../names/arn.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { AccessRequest, DecidingStatement, Decision } from '../evaluate/types.ts';
import { walkLayers } from '../evaluate/walk.ts';
import { provePull } from '../pull/prove.ts';
import { repairPull } from '../pull/repair.ts';
import type { PullProof, PullRequest } from '../pull/types.ts';
import { InputError } from './errors.ts';
import { type LineAnswer, LineAnswerer } from './line.ts';
import {
  actionAt,
  isObject,
  type JsonObject,
  objectAt,
  principalAt,
  readContext,
  stringAt,
} from './read.ts';

/** Answers the lines of `hawser iam evaluate`; with `walk`, what each layer said is added. */
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

/** Answers the lines of `hawser iam prove`; with `fix`, the least change that makes the pull work. */
export function proveLines(options: { fix?: boolean } = {}): LineAnswerer<PullRequest> {
  return new LineAnswerer<PullRequest>({
    read: readPullRequest,
    onRepository: () => true,
    ask: (request, policies) => {
      const found = proofAnswer(provePull(request, policies));
      if (!options.fix) return found;
      return { ...found, answer: { ...found.answer, fix: repairPull(request, policies) } };
    },
  });
}

export function readAccessRequest(input: unknown): AccessRequest {
  const request = asRequest(input);
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

export function readPullRequest(input: unknown): PullRequest {
  const request = asRequest(input);
  return {
    principal: principalAt(request),
    registryId: stringAt(request, 'registryId', 'request.'),
    region: stringAt(request, 'region', 'request.'),
    repository: stringAt(request, 'repository', 'request.'),
    context: readContext(request),
  };
}

function asRequest(input: unknown): JsonObject {
  if (isObject(input)) return input;
  throw new InputError('request must be an object');
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

function proofAnswer({ pull, firstFailingAction, decision, blame, steps }: PullProof): LineAnswer {
  const message = steps.at(-1)?.decision.message;
  const answer = { pull, firstFailingAction, decision, blame, ...(message && { message }) };
  return { outcome: pull === 'works' ? 'holds' : 'denied', answer };
}
