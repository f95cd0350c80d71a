// The APIs of AWS: every operation of every model, in its protocol.
import { cloudTrail } from '../../../src/local/services/cloudtrail/index.ts';
import { cloudWatch } from '../../../src/local/services/cloudwatch/index.ts';
import { ec2 } from '../../../src/local/services/ec2/index.ts';
import { ecr } from '../../../src/local/services/ecr/index.ts';
import { events } from '../../../src/local/services/events/index.ts';
import { iam } from '../../../src/local/services/iam/index.ts';
import { secretsManager } from '../../../src/local/services/secretsmanager/index.ts';
import { sts } from '../../../src/local/services/sts/index.ts';
import type { Random } from '../../support/random.ts';
import type { FuzzRequest } from '../requests.ts';
import { accounts, anything, text, valueFor } from '../values.ts';

const services = [
  ecr,
  ecr,
  ecr,
  iam,
  iam,
  sts,
  ec2,
  secretsManager,
  events,
  cloudTrail,
  ...cloudWatch,
];

/** Reads wait for nobody: what a client may ask to wait for is not asked. */
export function apiRequest(random: Random): FuzzRequest {
  const { model, signingName } = random.pick(services);
  const operations = Object.values(model.operations);
  const operation = random.pick(operations);
  const input =
    operation.input === undefined || random.chance(0.02)
      ? anything(random)
      : valueFor(random, model, operation.input.shape);
  const headers = { authorization: authorization(random, signingName) };
  const { protocol, targetPrefix, apiVersion, jsonVersion } = model.metadata;
  if (protocol === 'json') {
    return {
      door: `api ${signingName} ${operation.name}`,
      method: random.chance(0.98) ? 'POST' : random.pick(['GET', 'PUT', 'DELETE']),
      path: '/',
      headers: {
        ...headers,
        'content-type': `application/x-amz-json-${jsonVersion}`,
        'x-amz-date': '20260101T000000Z',
        'x-amz-target': `${targetPrefix}.${random.chance(0.99) ? operation.name : text(random).replace(/[^ -~]/g, '')}`,
      },
      body: bodyOf(random, JSON.stringify(input) ?? ''),
    };
  }
  const form = new URLSearchParams({ Action: operation.name, Version: apiVersion });
  flatten(form, '', input, protocol === 'ec2');
  return {
    door: `api ${signingName} ${operation.name}`,
    method: 'POST',
    path: '/',
    headers: {
      ...headers,
      'content-type': 'application/x-www-form-urlencoded',
      'x-amz-date': '20260101T000000Z',
    },
    body: bodyOf(random, form.toString()),
  };
}

function bodyOf(random: Random, body: string): string {
  if (random.chance(0.97)) return body;
  return random.pick(['', 'null', '[', body.slice(0, -1), `${body}${body}`, '\0', '{"a":1,}']);
}

function authorization(random: Random, service: string): string {
  const key = random.chance(0.95)
    ? random.pick([...accounts, 'test'])
    : random.pick(['AKIAIOSFODNN7EXAMPLE', '', 'x'.repeat(200), '11112222333']);
  const region = random.pick(['us-east-1', 'us-east-1', 'eu-west-1', 'nowhere', 'us-gov-west-1']);
  const scope = random.chance(0.98) ? `20260101/${region}/${service}/aws4_request` : '//';
  return `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=host, Signature=x`;
}

/** Writes an input as the Query protocols do. */
function flatten(form: URLSearchParams, path: string, value: unknown, isEc2: boolean): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      flatten(form, `${path}${isEc2 ? '' : '.member'}.${index + 1}`, item, isEc2);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      flatten(form, path === '' ? key : `${path}.${key}`, inner, isEc2);
    }
  } else {
    form.append(path, String(value));
  }
}
