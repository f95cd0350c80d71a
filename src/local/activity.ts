import type { TrailCall } from './trail/trail.ts';

/** Calls that change what can be pulled, and so are worth a line. */
const shown: Readonly<Record<string, string>> = {
  PutImage: 'pushed',
  CreateRepository: 'created',
  DeleteRepository: 'deleted',
  BatchDeleteImage: 'deleted images of',
};

/** Errors by which AWS and the registry refuse. */
const denials = /AccessDenied|DENIED|UnauthorizedOperation|ExpiredToken|InvalidClientTokenId/;

/** @returns a line for whoever runs the local AWS: of a push, or of a refusal; undefined for all else. */
export function activityOf(call: TrailCall): string | undefined {
  const { eventName, eventSource, error, caller } = call;
  const service = eventSource.replace(/\.amazonaws\.com$/, '');
  const who = caller?.arn ?? 'an unknown caller';
  if (error !== undefined) {
    if (!denials.test(error.code)) return undefined;
    return `denied: ${service} ${eventName} by ${who}: ${error.message}`;
  }
  const verb = service === 'ecr' && Object.hasOwn(shown, eventName) ? shown[eventName] : undefined;
  if (verb === undefined) return undefined;
  const { resources, parameters } = call.about();
  const tag = tagIn(parameters);
  return `${verb} ${resources.join(', ')}${tag === undefined ? '' : `:${tag}`} by ${who}`;
}

function tagIn(parameters: unknown): string | undefined {
  const { imageTag, reference } = (parameters ?? {}) as Record<string, unknown>;
  const tag = imageTag ?? reference;
  return typeof tag === 'string' ? tag : undefined;
}
