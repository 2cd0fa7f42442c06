/**
 * Field types that several aspects share, each with the rule of the system that will read the value. `allowed`
 * says the pattern in words, `examples` shows one, `why` gives the reason where it is not obvious: errors,
 * docs/options.md and platform.schema.json are made from them.
 */
import { z } from 'zod';

export interface TextProps {
  readonly pattern: RegExp;
  /** The pattern in words, continuing "Allowed: ". */
  readonly allowed: string;
  readonly example: string;
  /** Reason of the rule, as one sentence. */
  readonly why?: string;
  readonly max?: number;
  readonly min?: number;
}

/** Text by a pattern. */
export function text({ pattern, allowed, example, why, max, min }: TextProps) {
  const plain = z.string().regex(pattern);
  const short = max === undefined ? plain : plain.max(max);
  const sized = min === undefined ? short : short.min(min);
  return sized.meta({ allowed, examples: [example], ...(why ? { why } : {}) });
}

/** List whose items must all differ. */
export const uniqueList = <T extends z.ZodType>(item: T) => z.array(item).meta({ uniqueItems: true });

/** RFC 1123 label: what Kubernetes, DNS and most cloud names accept. Two dashes in a row are refused: `xn--` and others are reserved. */
export const dnsLabel = (max: number, example = 'acme-db') =>
  text({ pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, allowed: 'lower-case letters, digits and single dashes, starting with a letter', example, min: 2, max });

/** Fully qualified host name, without a trailing dot. */
export const hostname = text({
  pattern: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  allowed: 'a lower-case host name with at least two parts, without scheme, port or trailing dot',
  example: 'db.example.com',
  max: 253,
});

/** IPv4 network in CIDR notation; what a range must be beyond that is said by the rules. */
export const cidr = text({
  pattern: /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\/(3[0-2]|[12]?\d)$/,
  allowed: 'an IPv4 network in CIDR notation',
  example: '10.20.0.0/16',
});

export const uuid = text({
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  allowed: 'a lower-case UUID',
  example: '0b1f6471-1bf0-4dda-aec3-cb9272f09590',
});

export const email = text({
  pattern: /^[A-Za-z0-9._%+-]+@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/,
  allowed: 'one e-mail address',
  example: 'platform@example.com',
  max: 254,
});

/** Thirty-two hex digits: how Cloudflare writes account and zone ids. */
export const hexId = text({
  pattern: /^[0-9a-f]{32}$/,
  allowed: '32 lower-case hex digits, as the overview page of the zone shows them',
  example: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
});

/** Image with a pinned tag or a digest; `latest` and tagless names are refused. */
export const image = text({
  pattern: /^[a-z0-9][a-z0-9.:/_-]*\/[a-z0-9._/-]+(:(?!latest$)[\w][\w.-]{0,127}|(:[\w][\w.-]{0,127})?@sha256:[0-9a-f]{64})$/,
  allowed: 'registry/repository with a pinned tag or a digest, lower-case; never latest',
  example: 'ghcr.io/acme/console:1.4.2',
  why: 'A tag that moves gives pods of one Deployment different versions, and no rollback.',
  max: 255,
});

/** Kubernetes quantities, restricted to the units that people write by hand. */
export const cpu = text({
  pattern: /^([1-9]\d{0,5}m|[1-9]\d{0,2}(\.\d{1,3})?|0\.\d{0,2}[1-9]\d{0,2})$/,
  allowed: 'CPUs or thousandths of one, in quotes where it is a number',
  example: '250m',
});
export const memory = text({ pattern: /^[1-9]\d{0,5}(Mi|Gi)$/, allowed: 'MiB or GiB', example: '512Mi' });

/** Role and permission names as they appear in tokens. */
export const role = text({
  pattern: /^[a-z][a-z0-9-]*[a-z0-9]$/,
  allowed: 'lower-case letters, digits and dashes, starting with a letter',
  example: 'platform-admin',
  max: 64,
});
export const permission = text({
  pattern: /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/,
  allowed: 'what:action in lower-case letters, digits and dashes',
  example: 'databases:read',
  max: 64,
});
