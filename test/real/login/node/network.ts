/** A network of the run's own: a bridge that stands for the pod network, one network namespace for each pod. */
import { mustRun } from '../../process';
import { addressOf, edgeAddress, type PodName } from '../mapping';

const ip = (...args: readonly string[]): Promise<string> => mustRun('ip', args);

/** Called once, inside the run's network namespace. `node` is where the API server and the control plane of the mesh are. */
export async function makeNetwork(node: string): Promise<void> {
  await ip('link', 'set', 'lo', 'up');
  await ip('address', 'add', `${edgeAddress}/32`, 'dev', 'lo');
  await ip('link', 'add', 'pods', 'type', 'bridge');
  await ip('address', 'add', `${node}/16`, 'dev', 'pods');
  await ip('link', 'set', 'pods', 'up');
  // Named namespaces are files below /run; this one is seen by nobody else.
  await mustRun('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
  await mustRun('mkdir', ['/run/netns']);
}

/** The namespace of one pod, with an address in the range of the cluster's pods. */
export async function podNetwork(pod: PodName, range: string, node: string): Promise<void> {
  const peer = `pod-${addressOf(pod, range).split('.').at(-1)}`;
  await ip('netns', 'add', pod);
  await ip('link', 'add', peer, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', pod);
  await ip('link', 'set', peer, 'master', 'pods', 'up');
  await ip('-n', pod, 'address', 'add', `${addressOf(pod, range)}/16`, 'dev', 'eth0');
  await ip('-n', pod, 'link', 'set', 'lo', 'up');
  await ip('-n', pod, 'link', 'set', 'eth0', 'up');
  await ip('-n', pod, 'route', 'add', 'default', 'via', node);
}

/** Kernel settings of a pod's network, as its security context asks for them. */
export const setKernel = (pod: PodName, name: string, value: string): Promise<string> =>
  mustRun('ip', ['netns', 'exec', pod, 'sh', '-c', `echo '${value}' > /proc/sys/${name.replaceAll('.', '/')}`]);
