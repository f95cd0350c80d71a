import type { Service } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { eventErrors, invalidEventInput } from './errors.ts';
import { putEvents } from './put-events.ts';
import { ruleTagOperations } from './rule-tags.ts';
import { ruleOperations } from './rules.ts';
import { targetOperations } from './targets.ts';

/** EventBridge, 2015-10-07: rules of the default bus, and their targets. */
export const events: Service = {
  signingName: 'events',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    ...ruleOperations,
    ...ruleTagOperations,
    ...targetOperations,
    PutEvents: putEvents,
  },
  invalid: invalidEventInput,
  denied: eventErrors.denied,
};
