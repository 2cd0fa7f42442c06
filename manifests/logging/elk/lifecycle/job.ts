/** The job that tells Elasticsearch how long it keeps which lines, and where it copies them. */
import type { CronJobProps } from '../../../../imports/k8s';
import { resources, restrictedContainer } from '../../../../lib/constructs/pods';
import { meshOptOut, priorityClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { users, userSecret } from '../elasticsearch/users';
import { outside, store } from '../names';

export const job = { name: 'elasticsearch-lifecycle', namespace: store.namespace, labels: { 'app.kubernetes.io/name': 'elasticsearch-lifecycle' } } as const;
export const jobPods = outside(job.labels, job.name);

const requestsFolder = '/requests';
const authority = '/tls/ca.crt';
const loginFolder = '/login';
/** Lines of `path file`, in order. */
export const listFile = 'list.txt';

/** The password is in no argument, where every process of the node could read it, and in no variable. */
export const script = `set -eu
password=$(< ${loginFolder}/password)
printf 'user = "%s:%s"\\n' ${users.lifecycle.name} "$password" > /tmp/curl.conf
while read -r path file; do
  echo "PUT $path"
  curl --silent --show-error --fail-with-body --max-time 60 --retry 5 --retry-delay 10 --retry-connrefused \\
    --config /tmp/curl.conf --cacert ${authority} --request PUT --header 'content-type: application/json' \\
    --data-binary "@${requestsFolder}/$file" "${store.url}/$path"
  echo
done < ${requestsFolder}/${listFile}
`;

type JobSpec = NonNullable<NonNullable<CronJobProps['spec']>['jobTemplate']['spec']>;

export const jobSpec = ({ platform, versions }: Context, config: string): JobSpec => ({
  backoffLimit: 6,
  activeDeadlineSeconds: 1800,
  template: {
    metadata: { labels: { ...job.labels, ...meshOptOut(platform) } },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: job.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: priorityClasses.services,
      // Not the image's own user, whose files are those of Elasticsearch on the same node: a shell and curl are open to everybody.
      securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'requests',
          // Has curl, and is on the nodes already.
          image: versions.images.elasticsearch,
          command: ['/bin/bash', '-c', script],
          resources: resources('50m', '64Mi'),
          securityContext: restrictedContainer,
          volumeMounts: [
            { name: 'requests', mountPath: requestsFolder, readOnly: true },
            { name: 'authority', mountPath: '/tls', readOnly: true },
            { name: 'login', mountPath: loginFolder, readOnly: true },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'requests', configMap: { name: config } },
        { name: 'authority', secret: { secretName: store.tlsSecret, defaultMode: 0o440, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { name: 'login', secret: { secretName: userSecret(users.lifecycle), defaultMode: 0o440, items: [{ key: 'password', path: 'password' }] } },
        { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
      ],
    },
  },
});
