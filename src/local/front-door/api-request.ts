import type { Service } from '../core/service.ts';

/** A request to one of AWS's APIs, taken apart as far as its protocol goes. */
export interface ApiRequest {
  readonly service: Service;
  readonly operationName: string;
  readonly method: string;
  /** Without query, as it was sent. */
  readonly path: string;
  readonly form: URLSearchParams;
  readonly body: Buffer;
  readonly requestId: string;
}
