/** What a person types, and what must come back. Contexts of kubectl are named like the clusters. */
import { choose, incarnationIn } from '../model';
import { annotations, archiveName, tenantComponent, tenantNamespace } from '../names';
import type { Situation } from './state';

export interface Command {
  readonly run: string;
  /** What it prints, or does, when all is well. */
  readonly expect: string;
}

export const namespaceOf = ({ tenant }: Situation): string => tenantNamespace(tenant.name);
const kubectl = ({ tenant }: Situation, cluster: string): string => `kubectl --context ${cluster} -n ${tenantNamespace(tenant.name)}`;
const cluster = (situation: Situation, at: string): string => `${kubectl(situation, at)} get cluster ${situation.database.name}`;

/** A field of the Cluster. */
export const field = (situation: Situation, at: string, path: string): string => `${cluster(situation, at)} -o jsonpath='{${path}}{"\\n"}'`;

const condition = (type: string): string => `.status.conditions[?(@.type=="${type}")].status`;

export const healthy = (situation: Situation, at: string): Command => ({ run: field(situation, at, '.status.phase'), expect: 'Cluster in healthy state' });

export const archiving = (situation: Situation, at: string): Command => ({
  run: field(situation, at, condition('ContinuousArchiving')),
  expect: 'True: what is archived is what the other cluster gets',
});

/** Runs SQL in the instance that leads in a cluster. */
export const sql = (situation: Situation, at: string, query: string): string =>
  `${kubectl(situation, at)} exec "$(${cluster(situation, at)} -o jsonpath='{.status.currentPrimary}')" -c postgres -- psql -AtXc "${query}"`;

export const inRecovery = (situation: Situation, at: string, expected: boolean): Command => ({
  run: sql(situation, at, 'select pg_is_in_recovery()'),
  expect: expected ? 't: it takes no writes' : 'f: it takes writes',
});

export const lag = (situation: Situation, at: string): Command => ({
  run: sql(situation, at, 'select now() - pg_last_xact_replay_timestamp()'),
  expect: 'less than ten minutes while the primary is being written to',
});

export const lastReplayed = (situation: Situation, at: string): Command => ({
  run: sql(situation, at, 'select pg_last_xact_replay_timestamp()'),
  expect: 'the time of the last commit that will be there afterwards: write it down, what came later is lost',
});

/** Whether a cluster has a base backup in its own archive. */
export const baseBackup = (situation: Situation, at: string): Command => ({
  run: `${kubectl(situation, at)} get objectstore ${situation.database.name} -o jsonpath='{.status.serverRecoveryWindow.${archiveName(situation.database.name, incarnationIn(situation.database, at))}.lastSuccessfulBackupTime}{"\\n"}'`,
  expect: 'a time within the last days: there is a base backup to start from',
});

export const fence = (situation: Situation, at: string): Command => ({
  run: field(situation, at, '.metadata.annotations.cnpg\\.io/fencedInstances'),
  expect: '["*"]: no PostgreSQL runs there',
});

export const demotionToken = (situation: Situation, at: string): string => field(situation, at, '.status.demotionToken');
/** File that the token is kept in between the two commits. */
export const tokenFile = ({ database }: Situation): string => `${database.name}.token`;

export const waitForToken = (situation: Situation, at: string): Command => ({
  run: `until ${demotionToken(situation, at)} | grep . > ${tokenFile(situation)}; do sleep 5; done; cat ${tokenFile(situation)}`,
  expect: 'one long line of base64 (eyJ…): the live value that the next step needs',
});

export const waitForPromotion = (situation: Situation, at: string, token: boolean): Command =>
  token
    ? {
        run: `${kubectl(situation, at)} wait cluster/${situation.database.name} --for=jsonpath='{.status.lastPromotionToken}'="$(cat ${tokenFile(situation)})" --timeout=30m`,
        expect: 'condition met',
      }
    : { run: `until ${sql(situation, at, 'select pg_is_in_recovery()')} | grep -x f; do sleep 5; done`, expect: 'f: it takes writes' };

export const removal = (situation: Situation, at: string): readonly Command[] => {
  const name = situation.database.name;
  return [
    {
      run: `${kubectl(situation, at)} annotate cluster ${name} ${annotations.allowDelete}=${name}`,
      expect: 'annotated: the statement that the admission policy asks for',
    },
    {
      run: `${kubectl(situation, at)} delete cluster ${name} --wait`,
      expect: 'deleted. Its claims go with it; the volumes stay (Released) until somebody deletes them: what only they have can still be read',
    },
    {
      run: `${kubectl(situation, at)} wait cluster/${name} --for=create --timeout=15m`,
      expect: 'the delivery has made it again, fenced, from the archive of the other cluster',
    },
  ];
};

/** How a commit gets from the work tree to the clusters. */
export function delivered({ platform, tenant }: Situation, clusters: readonly string[], subject: string): readonly Command[] {
  const component = tenantComponent(tenant.name);
  const to = clusters.join(' and ');
  return [
    {
      run: 'npm run synth && npm run validate && git add --update && git add dist && git diff --cached --stat',
      expect: `changes of ${component} and of names of this database, nothing else`,
    },
    { run: `git commit -m '${subject}' && git push`, expect: 'reviewed and merged like any other commit' },
    choose(platform.delivery, {
      argocd: () => ({
        run: clusters.map((name) => `kubectl --context ${name} -n argocd get application ${name}-${component}`).join('; '),
        expect: `Synced to the new commit in ${to}; "Progressing" is normal for a standby`,
      }),
      flux: () => ({
        run: clusters.map((name) => `kubectl --context ${name} -n flux-system get kustomization ${component}`).join('; '),
        expect: `"Applied revision" is the new commit in ${to}`,
      }),
      helm: () => ({
        run: clusters.map((name) => `bash dist/helm/run.sh apply --cluster ${name} --component ${component} --yes`).join(' && '),
        expect: `applied in ${to}`,
      }),
    }),
  ];
}
