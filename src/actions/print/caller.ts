import type { AwsCall } from './api.ts';

/** What calls of a service are made of, in the account and Region of a change; a global service is given no Region. */
export function caller(
  service: AwsCall['service'],
  { account, region }: { readonly account: string; readonly region?: string },
): (operation: string, input: AwsCall['input']) => AwsCall {
  return (operation, input) => ({
    service,
    operation,
    account,
    ...(region === undefined ? {} : { region }),
    input,
  });
}
