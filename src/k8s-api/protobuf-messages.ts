/** A field of a protobuf message: its JSON name and its type. */
export interface Field {
  readonly name: string;
  readonly type: 'text' | 'number' | 'bytes' | 'map' | 'bytesMap' | Shape;
  readonly list?: boolean;
}

/** Fields of a message by their number. */
export type Shape = Readonly<Record<number, Field>>;

const text = (name: string): Field => ({ name, type: 'text' });
const texts = (name: string): Field => ({ name, type: 'text', list: true });
const number = (name: string): Field => ({ name, type: 'number' });
const map = (name: string): Field => ({ name, type: 'map' });
const one = (name: string, type: Shape): Field => ({ name, type });
const many = (name: string, type: Shape): Field => ({ name, type, list: true });

const ObjectMeta: Shape = {
  1: text('name'),
  2: text('generateName'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  11: map('labels'),
  12: map('annotations'),
  14: texts('finalizers'),
};
const meta = one('metadata', ObjectMeta);
const LocalReference: Shape = { 1: text('name') };
const ObjectReference: Shape = {
  1: text('kind'),
  2: text('namespace'),
  3: text('name'),
  4: text('uid'),
  5: text('apiVersion'),
};
const LabelSelector: Shape = {
  1: map('matchLabels'),
  2: many('matchExpressions', { 1: text('key'), 2: text('operator'), 3: texts('values') }),
};
const Container: Shape = {
  1: text('name'),
  2: text('image'),
  3: texts('command'),
  4: texts('args'),
  5: text('workingDir'),
  6: many('ports', { 1: text('name'), 3: number('containerPort'), 4: text('protocol') }),
  7: many('env', { 1: text('name'), 2: text('value') }),
  14: text('imagePullPolicy'),
};
const PodSpec: Shape = {
  2: many('containers', Container),
  3: text('restartPolicy'),
  4: number('terminationGracePeriodSeconds'),
  7: map('nodeSelector'),
  8: text('serviceAccountName'),
  10: text('nodeName'),
  15: many('imagePullSecrets', LocalReference),
  20: many('initContainers', Container),
};
const PodTemplateSpec: Shape = { 1: meta, 2: one('spec', PodSpec) };
const IntOrString: Shape = { 1: number('type'), 2: number('intVal'), 3: text('strVal') };
const WorkloadSpec: Shape = {
  1: number('replicas'),
  2: one('selector', LabelSelector),
  3: one('template', PodTemplateSpec),
};
const DeploymentStrategy: Shape = {
  1: text('type'),
  2: one('rollingUpdate', {
    1: one('maxUnavailable', IntOrString),
    2: one('maxSurge', IntOrString),
  }),
};

/**
 * The messages that kubectl sends, as far as the cluster acts on them. Field numbers are from the
 * generated.proto files of k8s.io/api and k8s.io/apimachinery.
 */
export const messages: Readonly<Record<string, Shape>> & { readonly IntOrString: Shape } = {
  Unknown: {
    1: one('typeMeta', { 1: text('apiVersion'), 2: text('kind') }),
    2: { name: 'raw', type: 'bytes' },
  },
  Entry: { 1: text('key'), 2: text('value') },
  BytesEntry: { 1: text('key'), 2: { name: 'value', type: 'bytes' } },
  IntOrString,
  Namespace: { 1: meta },
  ServiceAccount: {
    1: meta,
    2: many('secrets', ObjectReference),
    3: many('imagePullSecrets', LocalReference),
  },
  Secret: { 1: meta, 2: { name: 'data', type: 'bytesMap' }, 3: text('type'), 4: map('stringData') },
  ConfigMap: { 1: meta, 2: map('data'), 3: { name: 'binaryData', type: 'bytesMap' } },
  Pod: { 1: meta, 2: one('spec', PodSpec) },
  Deployment: {
    1: meta,
    2: one('spec', { ...WorkloadSpec, 4: one('strategy', DeploymentStrategy) }),
  },
  TokenRequest: {
    1: meta,
    2: one('spec', {
      1: texts('audiences'),
      3: one('boundObjectRef', {
        1: text('kind'),
        2: text('apiVersion'),
        3: text('name'),
        4: text('uid'),
      }),
      4: number('expirationSeconds'),
    }),
  },
  DeleteOptions: {
    1: number('gracePeriodSeconds'),
    4: text('propagationPolicy'),
    5: texts('dryRun'),
  },
};
