import type { Service } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import { lookupEvents } from './lookup-events.ts';

/** CloudTrail, 2013-11-01: the look-up of recent events. */
export const cloudTrail: Service = {
  signingName: 'cloudtrail',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: { LookupEvents: lookupEvents },
  invalid: ([first]) =>
    first?.path === 'MaxResults'
      ? new AwsError('InvalidMaxResultsException', 'The MaxResults value must be from 1 to 50.')
      : new AwsError(
          'InvalidLookupAttributesException',
          `Value at '${first?.path}' failed to satisfy constraint: ${first?.constraint}`,
        ),
  denied: (message) => new AwsError('AccessDeniedException', message),
};
