import type { Service } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { zoneErrors } from './errors.ts';
import { recordOperations } from './record-sets.ts';
import { zoneOperations } from './zones.ts';

/** Route 53, 2013-04-01: private hosted zones, which machines in their VPCs ask first. */
export const route53: Service = {
  signingName: 'route53',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: { ...zoneOperations, ...recordOperations },
  invalid: (found) =>
    zoneErrors.invalid(found.map(({ path, constraint }) => `${path}: ${constraint}`).join('; ')),
  denied: zoneErrors.denied,
};
