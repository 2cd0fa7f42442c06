/**
 * Field types that several aspects share, each with the rule of the system that will read the value.
 * Messages say what is allowed; the parser adds place, value and fix.
 */
import { z } from 'zod';

/** RFC 1123 label: what Kubernetes, DNS and most cloud names accept. */
export const dnsLabel = (max: number) =>
  z
    .string()
    .min(2)
    .max(max)
    .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and dashes, starting with a letter');

/** Fully qualified host name, without a trailing dot. */
export const hostname = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'a lower-case host name such as db.example.com',
  );

/** IPv4 network in CIDR notation; host bits must be zero (a cross-field rule checks that). */
export const cidr = z
  .string()
  .regex(
    /^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)\/(3[0-2]|[12]?\d)$/,
    'an IPv4 network such as 10.20.0.0/16',
  );

export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a lower-case UUID such as 0b1f6471-1bf0-4dda-aec3-cb9272f09590');

export const email = z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address');

/** Thirty-two hex digits: how Cloudflare writes account and zone ids. */
export const hexId = z.string().regex(/^[0-9a-f]{32}$/, '32 lower-case hex digits');

/** Image with a pinned tag or a digest; `latest` and tagless names are refused. */
export const image = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9][a-z0-9.:/_-]*\/[a-z0-9._/-]+(:(?!latest$)[\w][\w.-]{0,127}|(:[\w][\w.-]{0,127})?@sha256:[0-9a-f]{64})$/,
    'registry/repository with a pinned tag or digest, such as ghcr.io/acme/console:1.4.2; never latest',
  );

/** Kubernetes quantities, restricted to the units that people write by hand. */
export const cpu = z.string().regex(/^([1-9]\d*m|[1-9]\d*(\.\d+)?|0\.\d*[1-9]\d*)$/, 'CPU such as 250m or 2');
export const memory = z.string().regex(/^[1-9]\d*(Mi|Gi)$/, 'memory such as 512Mi or 2Gi');

/** Role, permission and scope names as they appear in tokens. */
export const role = z.string().max(64).regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, 'a role such as platform-admin');
export const permission = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/, 'a permission such as databases:read');
