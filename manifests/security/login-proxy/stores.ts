/** Where sessions can be kept. docs/adr/0007-session-store.md, docs/adr/0021-browser-logins-without-a-store.md */
import { sessionStore } from '../sessions/names';
import { folders } from './config';
import type { SessionStore } from './option';

/** Valkey with sentinels: a session can be ended here, and cookies stay small. */
export const valkeyStore: SessionStore = {
  settings: {
    session_store_type: 'redis',
    redis_use_sentinel: true,
    redis_sentinel_master_name: sessionStore.primaryName,
    // redis:// with an authority is TLS, each server checked under its own name; with rediss:// all would be checked under the last one.
    redis_sentinel_connection_urls: sessionStore.hosts.map((host) => `redis://${host}:${sessionStore.sentinelPort}`),
    redis_username: sessionStore.user,
    redis_ca_path: `${folders.authority}/ca.crt`,
    redis_connection_idle_timeout: sessionStore.idleSeconds - 60,
  },
  ports: [sessionStore.port, sessionStore.sentinelPort],
  variables: {
    REDIS_PASSWORD: { secret: sessionStore.secret, key: 'proxy' },
    REDIS_SENTINEL_PASSWORD: { secret: sessionStore.secret, key: 'sentinel' },
  },
  // Ten connections to the store for each of these, which may fail as many times before the client stops trying and
  // fails at once. A failure at once is faster than a gateway's patience (istio/routes/login-check.ts) and costs the
  // session: so it must not come before a new primary is chosen. The client has no other setting for it.
  environment: { GOMAXPROCS: '64' },
  authoritySecret: sessionStore.tlsSecret,
};

/** The browser keeps the session, encrypted with the key of the cookie: nothing to run, and every cluster with that key takes it. */
export const cookieStore: SessionStore = { settings: { session_store_type: 'cookie' }, ports: [], variables: {} };
