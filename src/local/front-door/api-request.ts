import type { Service } from '../core/service.ts';

/** A request to an AWS API, parsed as far as its protocol goes. */
export interface ApiRequest {
  readonly service: Service;
  readonly operationName: string;
  readonly method: string;
  /** Without the query, as sent. */
  readonly path: string;
  readonly form: URLSearchParams;
  readonly body: Buffer;
  readonly requestId: string;
}
