import type { Service } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { accessEntryOperations } from './access-entries.ts';
import { addonOperations } from './addons.ts';
import { associationOperations } from './associations.ts';
import { clusterOperations } from './clusters.ts';
import { eksErrors, invalidEksInput } from './errors.ts';
import { fargateOperations } from './fargate.ts';
import { nodeOperations } from './nodes.ts';

/** EKS, 2017-11-01: what it knows of clusters; the emulated cluster is one of them, the others run nothing. */
export const eks: Service = {
  signingName: 'eks',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    ...clusterOperations,
    ...nodeOperations,
    ...fargateOperations,
    ...associationOperations,
    ...addonOperations,
    ...accessEntryOperations,
  },
  invalid: invalidEksInput,
  denied: eksErrors.denied,
};
