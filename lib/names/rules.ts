/** What each system accepts as a name. Every computed name passes one of these before anybody sees it. */
import { createHash } from 'node:crypto';
import { PlatformError } from '../model';

interface NameRule {
  readonly max: number;
  readonly min?: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly allowed: string;
}

const rule = (max: number, pattern: RegExp, allowed: string, min = 1): NameRule => ({ max, min, pattern, allowed });

export const nameRules = {
  'Kubernetes label value': rule(63, /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/, 'letters, digits, dash, underscore and dot'),
  'Kubernetes name': rule(63, /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and dashes'),
  host: rule(253, /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a lower-case host name'),
  'EKS cluster': rule(100, /^[A-Za-z0-9][\w-]*$/, 'letters, digits, dash and underscore'),
  'IAM role': rule(64, /^[\w+=,.@-]+$/, 'letters, digits and +=,.@-_'),
  'IAM policy': rule(128, /^[\w+=,.@-]+$/, 'letters, digits and +=,.@-_'),
  'S3 bucket': rule(
    63,
    /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9]([a-z0-9-]*[a-z0-9])$/,
    'lower-case letters, digits and dashes, not starting with xn--, sthree- or amzn-s3-demo-',
    3,
  ),
  'KMS alias': rule(256, /^alias\/(?!aws\/)[\w/-]+$/, 'alias/ and letters, digits, dash, underscore and slash'),
  'load balancer or target group': rule(32, /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/, 'letters, digits and dashes, not starting with internal-'),
  'Secrets Manager secret': rule(512, /^[\w/+=.@-]+$/, 'letters, digits and /_+=.@-'),
  'SQS queue': rule(80, /^[\w-]+$/, 'letters, digits, dash and underscore'),
  'AWS log group': rule(512, /^[\w./#-]+$/, 'letters, digits and _-/.#'),
  'backup vault': rule(50, /^[A-Za-z0-9_-]+$/, 'letters, digits, dash and underscore', 2),
  'Azure resource group': rule(90, /^[\w.()-]*[\w()-]$/, 'letters, digits and -_.()'),
  'Azure resource': rule(63, /^[A-Za-z0-9]([\w.-]*\w)?$/, 'letters, digits, dash, underscore and dot'),
  'data collection endpoint': rule(44, /^[A-Za-z0-9][\w-]*[A-Za-z0-9]$/, 'letters, digits, dash and underscore', 3),
  'AKS cluster': rule(63, /^[A-Za-z0-9]([\w-]*[A-Za-z0-9])?$/, 'letters, digits, dash and underscore'),
  'AKS node pool': rule(12, /^[a-z][a-z0-9]*$/, 'lower-case letters and digits, at most 12'),
  'storage account': rule(24, /^[a-z0-9]+$/, 'lower-case letters and digits', 3),
  'storage container': rule(63, /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and dashes', 3),
  'key vault': rule(24, /^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$/, 'letters, digits and dashes', 3),
  'Key Vault secret': rule(127, /^[A-Za-z0-9-]+$/, 'letters, digits and dashes'),
  'user-assigned identity': rule(128, /^[A-Za-z0-9][\w-]*$/, 'letters, digits, dash and underscore', 3),
  'Front Door endpoint': rule(46, /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])$/, 'letters, digits and dashes', 2),
  'Front Door firewall policy': rule(128, /^[A-Za-z][A-Za-z0-9]*$/, 'letters and digits, starting with a letter'),
  'Traffic Manager name': rule(63, /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/, 'letters, digits and dashes'),
  'Cloudflare pool': rule(64, /^[\w-]+$/, 'letters, digits, dash and underscore'),
} as const satisfies Record<string, NameRule>;
export type NameKind = keyof typeof nameRules;

/**
 * The name, if the system that will carry it accepts it.
 * @throws PlatformError names/rule with the name, the rule and what to shorten
 */
export function checked(kind: NameKind, name: string): string {
  const { max, min = 1, pattern, allowed } = nameRules[kind];
  if (name.length <= max && name.length >= min && pattern.test(name)) return name;
  throw new PlatformError({
    code: 'names/rule',
    message: `'${name}' (${name.length} characters) is no name for: ${kind}`,
    fix: `Allowed: ${allowed}, ${min} to ${max} characters. Shorten the platform's or the cluster's name.`,
  });
}

/** Eight hex digits that depend on every part: for names that are short and global. */
export const digest = (...parts: readonly string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);

/** A UUID that depends on every part: where a cloud lets us choose an id, and others must know it before. */
export function uuidFrom(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  // Version 8 (made by the application) and the variant of RFC 9562.
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
