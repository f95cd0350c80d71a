import { readFileSync } from 'node:fs';

/** A service's interface as AWS publishes it: operations and shapes with their constraints. */
export interface Model {
  readonly metadata: {
    readonly protocol: 'json' | 'rest-json' | 'rest-xml' | 'query' | 'ec2';
    readonly apiVersion: string;
    readonly jsonVersion?: string;
    readonly targetPrefix?: string;
    readonly xmlNamespace?: string;
  };
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface OperationModel {
  readonly name: string;
  /** Of a REST service. */
  readonly http?: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string; readonly resultWrapper?: string };
  /** The errors that it may answer with, besides those of every operation. */
  readonly errors?: readonly { readonly shape: string }[];
}

export interface Shape {
  readonly type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'integer'
    | 'long'
    | 'float'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob';
  readonly members?: Readonly<Record<string, MemberModel>>;
  readonly member?: MemberModel;
  readonly key?: MemberModel;
  readonly value?: MemberModel;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly flattened?: boolean;
  readonly sensitive?: boolean;
}

export interface MemberModel {
  readonly shape: string;
  readonly locationName?: string;
  /** Of a REST service: where it is, if not in the body. */
  readonly location?: string;
}

/** What travels over the wire once it is decoded, whichever the protocol. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly Value[]
  | { readonly [member: string]: Value | undefined };

/** Reads the model that lies in a service's folder. */
export function loadModel(url: URL): Model {
  return JSON.parse(readFileSync(url, 'utf8')) as Model;
}

export function shapeOf(model: Model, name: string): Shape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`the model lacks the shape ${name}`);
  return shape;
}
