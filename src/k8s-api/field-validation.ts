import { strictDecodingError, unknownFieldTexts } from './decode.ts';
import type { ResourceRequest } from './request.ts';
import { ApiError } from './status.ts';

/**
 * Handles fields that a kind does not have as the request's `fieldValidation` requires: error, warning (the
 * default), or ignore. (apiserver: endpoints/handlers)
 * @param patch text of the patch that contained them, if any.
 * @returns the warnings.
 * @throws ApiError BadRequest, or Invalid for a patch
 */
export function fieldWarnings(
  { resource, query }: ResourceRequest,
  unknownFields: readonly string[],
  patch?: string,
): readonly string[] {
  const validation = query.get('fieldValidation') || 'Warn';
  if (!['Ignore', 'Warn', 'Strict'].includes(validation)) {
    throw new ApiError(
      'Invalid',
      `${resource.kind}.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: ${JSON.stringify(validation)}: supported values: "Ignore", "Strict", "Warn"`,
    );
  }
  if (validation === 'Ignore' || unknownFields.length === 0) return [];
  const texts = unknownFieldTexts(unknownFields);
  if (validation === 'Warn') return texts;
  if (patch === undefined) throw strictDecodingError(resource, unknownFields);
  throw new ApiError(
    'Invalid',
    `The request is invalid: patch: Invalid value: ${JSON.stringify(patch.slice(0, 1000))}: strict decoding error: ${texts.join(', ')}`,
  );
}
