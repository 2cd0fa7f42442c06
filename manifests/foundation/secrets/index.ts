/** Every Secret that a component asked for. */
import { namespaces } from '../../../lib/names';
import type { Factory } from '../../context';
import { externalSecret } from './external-secret';

/** Provides what it needs: the store is there first, then what is read from it. */
export const secrets: Factory = ({ names }) => ({
  name: 'secrets',
  summary: 'Secrets of all components, read from the store or made once in the cluster',
  namespace: namespaces.secrets,
  needs: ['crds', 'namespaces', 'secret-controller', 'secrets'],
  provides: ['secrets'],
  content: {
    kind: 'manifests',
    build(chart, wiring) {
      const all = [...wiring.all('secrets')].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
      for (const secret of all) externalSecret(chart, secret, names);
    },
  },
});
