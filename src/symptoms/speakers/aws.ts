import { type Speaker, sentence } from './speaker.ts';

/** AWS's command line and SDKs, which name the operation. */
export const aws: Speaker = {
  name: 'AWS CLI or SDK',
  known:
    /An error occurred \(\w{1,60}\)|A client error \(\w{1,60}\)|operation error [A-Z][\w ]{1,30}:|\baws (?:ecr|ecr-public|sts)\b|is not authorized to perform|api error \w{1,60}|Missing credentials in config|Unable to locate credentials|botocore|NoCredentialProviders/i,
  sentences: [
    sentence('operation error ECR(?: PUBLIC)?: GetAuthorizationToken', 'login'),
    sentence('calling the GetAuthorizationToken operation', 'login'),
    sentence('https response error StatusCode: (?<status>\\d{3})'),
  ],
};
