/** Whether there is a mesh, and what pods must say to it. */
import { meshOf, type Platform } from '../model';

/** Services of both clusters call each other. */
export const meshesAreJoined = ({ security }: Pick<Platform, 'security'>): boolean => meshOf(security)?.meshes === 'joined';

/** Labels of pods that stay outside the mesh although their namespace is in it, such as databases. */
export const meshOptOut = ({ security }: Pick<Platform, 'security'>): Readonly<Record<string, string>> =>
  meshOf(security) ? { 'sidecar.istio.io/inject': 'false' } : {};

/** Annotations of pods whose connections to these ports go past their sidecar: what encrypts by itself. */
export const meshBypass = ({ security }: Pick<Platform, 'security'>, outboundPorts: readonly number[]): Readonly<Record<string, string>> =>
  meshOf(security) ? { 'traffic.sidecar.istio.io/excludeOutboundPorts': outboundPorts.join(',') } : {};
