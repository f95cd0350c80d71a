// Condition operators, from the IAM User Guide: "Condition operators", "Multivalued context keys",
// "Variables and tags". Each row is one condition against one context.
import { table } from '../testing/condition.ts';

table('String operators', [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', ['x', 'a'], 'a', true],
  ['StringNotEquals', ['x', 'a'], 'a', false],
  ['StringNotEquals', ['x', 'a'], 'b', true],
  ['StringEqualsIgnoreCase', 'TEAM', 'team', true],
  ['StringNotEqualsIgnoreCase', 'TEAM', 'team', false],
  ['StringLike', 'a*c?', 'abbcd', true],
  ['StringLike', 'A*', 'abc', false],
  ['StringLike', '*', '', true],
  ['StringNotLike', ['a*', 'b*'], 'cc', true],
  ['StringNotLike', ['a*', 'b*'], 'bc', false],
]);

table('Numeric operators', [
  ['NumericEquals', '10', '10.0', true],
  ['NumericEquals', '10', '10abc', false],
  ['NumericEquals', 10, '10', true],
  ['NumericNotEquals', '10', '10abc', true],
  ['NumericLessThan', '10', '9.5', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '-1', '0', true],
  ['NumericGreaterThanEquals', '1e3', '1000', true],
  ['NumericLessThan', 'abc', '1', false],
  ['NumericEquals', '', '', false],
]);

table('Date operators', [
  ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
  ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
  ['DateEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
  ['DateEquals', '2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00Z', true],
  ['DateNotEquals', '2026-01-01', '2026-01-02', true],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59.999Z', true],
  ['DateLessThanEquals', '2026', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '1767225601', true],
  ['DateGreaterThanEquals', '2026-01-01T00:00Z', '2026-01-01T00:00Z', true],
  ['DateGreaterThan', '2020-01-01', 'yesterday', false],
  ['DateEquals', '2026-02-28', '2026-02-30', false],
]);

table('Bool, Binary and Null', [
  ['Bool', 'true', 'true', true],
  ['Bool', true, 'TRUE', true],
  ['Bool', 'false', 'true', false],
  ['Bool', 'false', undefined, false],
  ['BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', true],
  ['BinaryEquals', 'QUJD', 'QUJE', false],
  ['BinaryEquals', '!', '!', false],
  ['Null', 'true', undefined, true],
  ['Null', true, 'x', false],
  ['Null', 'false', 'x', true],
  ['Null', 'false', undefined, false],
  ['Null', 'true', [], true],
]);

table('IP operators', [
  ['IpAddress', '203.0.113.0/24', '203.0.113.255', true],
  ['IpAddress', '203.0.113.0/24', '203.0.114.0', false],
  ['IpAddress', '203.0.113.7', '203.0.113.7', true],
  ['IpAddress', '203.0.113.0/25', '203.0.113.128', false],
  ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
  ['IpAddress', '2001:DB8::1', '2001:0db8:0000:0000:0000:0000:0000:0001', true],
  ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678:9::', true],
  ['IpAddress', '2001:DB8:1234:5678::/63', '2001:db8:1234:567a::', false],
  ['IpAddress', '::/0', '::1', true],
  ['IpAddress', '300.0.0.0/8', '10.0.0.1', false],
  ['NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '192.168.1.1', false],
  ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', true],
  ['NotIpAddress', '10.0.0.0/8', 'not an address', true],
]);

table('ARN operators', [
  ['ArnLike', 'arn:aws:iam::*:role/eks/*', 'arn:aws:iam::111122223333:role/eks/node', true],
  ['ArnEquals', 'arn:aws:iam::*:role/eks/*', 'arn:aws:iam::111122223333:role/eks/node', true],
  [
    'ArnLike',
    'arn:aws:s:*:111122223333:finance/*',
    'arn:aws:s:us-east-2:999999999999:store/abc:111122223333:finance/d',
    false,
  ],
  [
    'StringLike',
    'arn:aws:s:*:111122223333:finance/*',
    'arn:aws:s:us-east-2:999999999999:store/abc:111122223333:finance/d',
    true,
  ],
  ['ArnLike', '*', 'arn:aws:iam::111122223333:role/x', true],
  ['ArnLike', 'arn:*', 'arn:aws:iam::111122223333:role/x', false],
  ['ArnNotLike', 'arn:aws:iam::*:role/x', 'arn:aws:iam::111122223333:role/x', false],
  ['ArnNotEquals', 'arn:aws:iam::*:role/x', 'arn:aws:iam::111122223333:role/y', true],
]);

table('An absent key', [
  ['StringEquals', 'a', undefined, false],
  ['StringNotEquals', 'a', undefined, true],
  ['ArnNotLike', 'arn:aws:iam::*:role/x', undefined, true],
  ['NotIpAddress', '10.0.0.0/8', undefined, true],
  ['StringEqualsIfExists', 'a', undefined, true],
  ['StringNotEqualsIfExists', 'a', undefined, true],
  ['StringEqualsIfExists', 'a', 'b', false],
  ['ForAnyValue:StringEqualsIfExists', 'a', undefined, true],
]);

table('Set operators', [
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', ['a'], undefined, true],
  ['ForAllValues:StringEquals', ['a'], [], true],
  ['ForAllValues:StringEquals', ['a'], '', true],
  ['ForAllValues:StringEquals', ['a'], 'a', true],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'a'], false],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'a'], true],
  ['ForAnyValue:StringEquals', ['a'], ['c'], false],
  ['ForAnyValue:StringEquals', ['a'], undefined, false],
  ['ForAnyValue:StringEquals', [''], '', false],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
  ['ForAnyValue:StringLike', 'a*', ['xx', 'ab'], true],
  ['StringEquals', 'a', ['a', 'b'], false],
  ['StringNotEquals', 'x', ['a', 'b'], false],
  ['StringEquals', 'a', ['a'], true],
]);
