import type { Service } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import { alarmOperations } from './alarms.ts';
import { metricOperations } from './operations.ts';

const model = loadModel(new URL('./model.json', import.meta.url));

/** CloudWatch, 2010-08-01, with the protocol of current SDKs: metrics of ECR and of its API usage. */
const overJson: Service = {
  signingName: 'monitoring',
  model,
  operations: { ...metricOperations, ...alarmOperations },
  invalid: (found) =>
    new AwsError(
      'InvalidParameterValue',
      found.map(({ path, constraint }) => `${path}: ${constraint}`).join('; '),
    ),
  denied: (message) => new AwsError('AccessDenied', message, 403),
};

/** The same for older clients. It must be listed first: JSON requests name their service, these don't. */
const overQuery: Service = {
  ...overJson,
  model: { ...model, metadata: { ...model.metadata, protocol: 'query', targetPrefix: '' } },
};

export const cloudWatch: readonly Service[] = [overQuery, overJson];
