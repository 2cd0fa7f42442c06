/**
 * Configuration of the session store, in the words that Valkey shares with Redis: the real login test runs on Redis.
 * Passwords are not in it: `init.sh` puts them, and who the primary is, into a directory in memory before the servers start.
 */
import { sessionStore } from './names';

const { domain, hosts, idleSeconds, port, primaryName, quorum, sentinelPort, user } = sessionStore;
const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

const tls = [
  'tls-cert-file /tls/tls.crt',
  'tls-key-file /tls/tls.key',
  'tls-ca-cert-file /tls/ca.crt',
  'tls-auth-clients no',
  'tls-replication yes',
  'tls-protocols "TLSv1.3"',
];

const server = text(
  'bind * -::*',
  '# No plain port.',
  'port 0',
  `tls-port ${port}`,
  ...tls,
  'protected-mode no',
  'aclfile /run/valkey/users.acl',
  'masteruser replica',
  `replica-announce-port ${port}`,
  `timeout ${idleSeconds}`,
  'tcp-keepalive 60',
  '# Losing the last second logs a few people out, nothing more.',
  'dir /data',
  'appendonly yes',
  'appendfsync everysec',
  'save ""',
  '# Every key has an end; under pressure the sessions that were not used longest go first.',
  'maxmemory 256mb',
  'maxmemory-policy volatile-lru',
);

const sentinel = text(
  'bind * -::*',
  'port 0',
  `tls-port ${sentinelPort}`,
  ...tls,
  'protected-mode no',
  'dir /run/valkey',
  'sentinel resolve-hostnames yes',
  'sentinel announce-hostnames yes',
  `sentinel announce-port ${sentinelPort}`,
  'sentinel sentinel-user peer',
);

/** Applied once the primary is known. */
const sentinelMonitor = [
  `sentinel monitor ${primaryName} $primary ${port} ${quorum}`,
  `sentinel auth-user ${primaryName} sentinel`,
  `sentinel auth-pass ${primaryName} $INTERNAL_PASSWORD`,
  `sentinel down-after-milliseconds ${primaryName} 5000`,
  `sentinel failover-timeout ${primaryName} 60000`,
  `sentinel parallel-syncs ${primaryName} 1`,
];

/** Who may do what. The proxy reaches its own keys; nobody but the sentinels changes roles. */
const users = (cookie: string): readonly string[] => [
  'user default off',
  `user ${user} on >$PROXY_PASSWORD ~${cookie}-* resetchannels -@all +@read +@write +@connection +@scripting -@dangerous`,
  'user replica on >$INTERNAL_PASSWORD resetchannels -@all +psync +replconf +ping',
  'user sentinel on >$INTERNAL_PASSWORD allchannels -@all +multi +exec +slaveof +replicaof +ping +subscribe +publish +role +info +config|rewrite +client|setname +client|kill +script|kill',
  'user exporter on >$EXPORTER_PASSWORD resetchannels -@all +@connection +info +config|get +slowlog|len +slowlog|get +latency|latest +latency|histogram +memory|usage',
];
/** Users of the sentinels themselves. Clients know no user name, so they are `default`: they ask who the primary is. */
const sentinelUsers: readonly string[] = [
  'user default on >$SENTINEL_PASSWORD allchannels -@all +@connection +subscribe +unsubscribe +sentinel|get-master-addr-by-name +sentinel|sentinels +sentinel|replicas',
  'user peer on >$INTERNAL_PASSWORD allkeys allchannels +@all',
];

const here = (file: string, lines: readonly string[]): readonly string[] => [`cat >> ${file} <<EOF`, ...lines, 'EOF'];
/** Certificates are checked; the name is not, since peers are also called by their address. */
const cli = 'valkey-cli --tls --cacert /tls/ca.crt --no-auth-warning';

/**
 * Same input, same files: the only thing that is asked of the outside is who the primary is. Peers that know it decide;
 * where nobody does, all pods start anew and the first one is it.
 */
const init = (cookie: string): string =>
  text(
    '#!/bin/sh',
    'set -eu',
    'umask 077',
    `self="$HOSTNAME.${domain}"`,
    'primary=""',
    `for peer in ${hosts.join(' ')}; do`,
    '  [ "$peer" = "$self" ] && continue',
    `  answer="$(REDISCLI_AUTH="$SENTINEL_PASSWORD" timeout 3 ${cli} -h "$peer" -p ${sentinelPort} SENTINEL GET-MASTER-ADDR-BY-NAME ${primaryName} 2>/dev/null | head -n 1)" || answer=""`,
    `  case "$answer" in *.${domain}) primary="$answer"; break ;; esac`,
    'done',
    `[ -n "$primary" ] || primary="${hosts[0] ?? ''}"`,
    '# A sentinel does not start with a name that does not resolve yet.',
    'tries=0',
    'until getent hosts "$self" > /dev/null && getent hosts "$primary" > /dev/null; do',
    '  tries=$((tries + 1))',
    '  [ "$tries" -lt 60 ] || { echo "$self or $primary has no address" >&2; exit 1; }',
    '  sleep 2',
    'done',
    'cp /config/valkey.conf /run/valkey/valkey.conf',
    'cp /config/sentinel.conf /run/valkey/sentinel.conf',
    ': > /run/valkey/users.acl',
    ...here('/run/valkey/users.acl', users(cookie)),
    ...here('/run/valkey/valkey.conf', ['replica-announce-ip $self', 'masterauth $INTERNAL_PASSWORD']),
    '[ "$primary" = "$self" ] || echo "replicaof $primary ' + String(port) + '" >> /run/valkey/valkey.conf',
    ...here('/run/valkey/sentinel.conf', [
      'sentinel announce-ip $self',
      'sentinel sentinel-pass $INTERNAL_PASSWORD',
      'sentinel myid $(printf %s "$self" | sha1sum | cut -c 1-40)',
      ...sentinelMonitor,
      ...sentinelUsers,
    ]),
    'echo "$self starts, primary is $primary"',
  );

/** Starts a process and remembers the certificate that it read; a container that restarts reads the newer one. */
const start = text(
  '#!/bin/sh',
  'set -eu',
  'sha256sum /tls/tls.crt > "/run/valkey/$1.sha256"',
  'case "$1" in',
  '  server) exec valkey-server /run/valkey/valkey.conf ;;',
  '  sentinel) exec valkey-sentinel /run/valkey/sentinel.conf ;;',
  'esac',
);

/**
 * Answers, and works with the certificate that is mounted: servers read it only at start. After a renewal the pods
 * restart one after the other, ten minutes apart.
 */
const alive = text(
  '#!/bin/sh',
  'set -eu',
  `[ "$1" = sentinel ] && server="-p ${sentinelPort}" auth="$SENTINEL_PASSWORD" || server="--user exporter -p ${port}" auth="$EXPORTER_PASSWORD"`,
  `[ "$(REDISCLI_AUTH="$auth" timeout 4 ${cli} -h 127.0.0.1 $server PING)" = PONG ]`,
  'sha256sum --status -c "/run/valkey/$1.sha256" && exit 0',
  'age=$(($(date +%s) - $(stat -L -c %Y /tls/tls.crt)))',
  '[ "$age" -lt $(((${HOSTNAME##*-} + 1) * 600)) ]',
);

/** In a set: the primary, or a replica that has caught up. */
const ready = text(
  '#!/bin/sh',
  'set -eu',
  `state="$(REDISCLI_AUTH="$EXPORTER_PASSWORD" timeout 4 ${cli} -h 127.0.0.1 --user exporter -p ${port} INFO replication)"`,
  'case "$state" in *role:master* | *master_link_status:up*) exit 0 ;; esac',
  'exit 1',
);

/** A primary that is asked to leave hands over first: any sentinel that answers may start it. */
const leave = text(
  '#!/bin/sh',
  'set -u',
  `role() { REDISCLI_AUTH="$EXPORTER_PASSWORD" timeout 2 ${cli} -h 127.0.0.1 --user exporter -p ${port} INFO replication | grep -c role:master; }`,
  '[ "$(role)" = 1 ] || exit 0',
  `for peer in ${hosts.join(' ')}; do`,
  `  [ "$(REDISCLI_AUTH="$INTERNAL_PASSWORD" timeout 2 ${cli} -h "$peer" --user peer -p ${sentinelPort} SENTINEL FAILOVER ${primaryName})" = OK ] && break`,
  'done',
  'tries=0',
  'while [ "$(role)" = 1 ] && [ "$tries" -lt 20 ]; do sleep 1; tries=$((tries + 1)); done',
  'exit 0',
);

/** Files of the ConfigMap. */
export const storeFiles = (cookie: string): Readonly<Record<string, string>> => ({
  'valkey.conf': server,
  'sentinel.conf': sentinel,
  'init.sh': init(cookie),
  'start.sh': start,
  'alive.sh': alive,
  'ready.sh': ready,
  'leave.sh': leave,
});
