/** Settings of the zone, each with the reason why it is not left to whoever opens the dashboard. */
import { UrlNormalizationSettings } from '@cdktf/provider-cloudflare/lib/url-normalization-settings';
import { ZoneSetting } from '@cdktf/provider-cloudflare/lib/zone-setting';
import { pinned } from '../../../lib/constructs/stateful';
import type { EdgeContext } from './stack';

type Value = string | number | boolean | readonly string[] | { readonly [key: string]: Value };

/** A year: browsers refuse plain HTTP even on the first visit of the day, and long after a mistake here. */
const strictTransport = { strict_transport_security: { enabled: true, max_age: 31_536_000, include_subdomains: true, preload: false, nosniff: true } };

const settings: Readonly<Record<string, Value>> = {
  // The gateways show certificates of a public authority, and the edge checks them: no step of the way is open.
  ssl: 'strict',
  // Cloudflare may otherwise choose the mode above anew after a scan of the origins.
  ssl_automatic_mode: 'custom',
  min_tls_version: '1.2',
  tls_1_3: 'on',
  // Early data can be replayed, and most requests here change something.
  '0rtt': 'off',
  // Port 80 of the clusters is closed: the redirect has to happen here.
  always_use_https: 'on',
  security_header: strictTransport,
  http3: 'on',
  // Grafana and Argo CD stream over them.
  websockets: 'on',
  // Both rewrite pages and scripts of applications that check what they receive.
  email_obfuscation: 'off',
  rocket_loader: 'off',
  // It would show copies of pages from an archive while a cluster is down, behind no login.
  always_online: 'off',
};

/** What TLS 1.2 may still use; changing it belongs to Advanced Certificate Manager. TLS 1.3 has its own list. */
const ciphers = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
];

export function zoneSettings(context: EdgeContext): void {
  const { stack, zoneId, has } = context;
  const all: Readonly<Record<string, Value>> = { ...settings, ...(has('advanced-certificates') ? { ciphers } : {}) };
  for (const [settingId, value] of Object.entries(all)) {
    const id = settingId === '0rtt' ? 'zero_rtt' : settingId; // a Terraform name starts with a letter
    // The binding takes only maps here and turns a string, a number or a list into something else.
    pinned(new ZoneSetting(stack, `setting_${id}`, { zoneId, settingId, value: {} }), id).addOverride('value', value);
  }
  // The rules here and the gateway's rules must judge the same path.
  pinned(new UrlNormalizationSettings(stack, 'url_normalization', { zoneId, type: 'cloudflare', scope: 'both' }), 'zone');
}
