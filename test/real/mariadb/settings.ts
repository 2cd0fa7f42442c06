/** Configuration of a server as its pod has it: what the operator writes (26.6.0), and what we do. */
/** Ours, and the release of MariaDB since which there are such: the one of Debian may be older than the one that is deployed. */
const since: Readonly<Record<string, readonly [major: number, minor: number]>> = { max_binlog_total_size: [11, 4] };

export type Settings = Readonly<Record<string, string>>;

/** Settings that a server of this release knows, and those that it does not yet. */
export function known(settings: Settings, release: readonly [number, number]): { readonly here: Settings; readonly later: readonly string[] } {
  const later = Object.keys(settings).filter((name) => {
    const [major = 0, minor = 0] = since[name] ?? [];
    return major > release[0] || (major === release[0] && minor > release[1]);
  });
  return { here: Object.fromEntries(Object.entries(settings).filter(([name]) => !later.includes(name))), later };
}

/** internal/controller/mariadb_controller.go, mariadb_controller_tls.go and pkg/controller/replication/config.go of the operator. */
const operators = (tls: string, replicated: boolean): readonly string[] => [
  'skip-name-resolve',
  'temp-pool',
  "ignore_db_dirs = 'lost+found'",
  `ssl_cert = ${tls}/tls.crt`,
  `ssl_key = ${tls}/tls.key`,
  `ssl_ca = ${tls}/ca.crt`,
  'require_secure_transport = true',
  'tls_version = TLSv1.3',
  ...(replicated
    ? [
        'log_bin',
        'log_basename=shop',
        'gtid_strict_mode',
        'rpl_semi_sync_master_enabled=ON',
        'rpl_semi_sync_slave_enabled=ON',
        'rpl_semi_sync_master_timeout=10000',
        'rpl_semi_sync_master_wait_point=AFTER_SYNC',
        'server_id=10',
        'sync_binlog=1',
      ]
    : []),
];

export const configuration = (settings: Settings, tls: string, replicated: boolean): string =>
  ['[mariadb]', ...operators(tls, replicated), ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`), ''].join('\n');
