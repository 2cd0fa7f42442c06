/** `workloads`: what the platform serves besides its own UIs. */
import { z } from 'zod';
import { cpu, dnsLabel, hostname, image, memory, permission, role } from './fields';

export const access = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('public').describe('Anybody, without login.') }),
    z.strictObject({
      kind: z.literal('login').describe('People in a browser, after login.'),
      roles: z.array(role).min(1).max(20).describe('One of these roles is enough.'),
    }),
    z.strictObject({
      kind: z.literal('token').describe('Programs with a bearer token; never redirected to a login.'),
      audience: z.string().max(200).regex(/^[a-z][a-z0-9:/._-]*[a-z0-9]$/, 'an audience such as dbaas-api').describe('Audience that the token must carry.'),
      permissions: z
        .array(
          z.strictObject({
            name: permission.describe('Permission that the token must carry.'),
            methods: z.array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])).min(1).describe('HTTP methods it opens.'),
            paths: z.array(z.string().regex(/^\/[\w./-]*\*?$/, 'a path such as /v1/* (a star only at the end)')).min(1).describe('Paths it opens; a star is allowed at the end.'),
          }),
        )
        .min(1)
        .max(50)
        .describe('Which permission opens what; everything else is refused.'),
    }),
  ])
  .describe('Who may call it.');

export const workload = z.strictObject({
  name: dnsLabel(30).describe('Name of the workload and of its namespace.'),
  image: image.describe('Image with a pinned tag or a digest.'),
  port: z.int().min(1024).max(65535).default(8080).describe('Port that the container listens on (HTTP).'),
  host: hostname.describe('Public host name, below the domain of the platform.'),
  clusters: z.array(z.string()).min(1).max(2).optional().describe('Clusters that run it. Default: both.'),
  replicas: z
    .strictObject({
      min: z.int().min(2).max(100).default(3).describe('Smallest number of pods in each cluster.'),
      max: z.int().min(2).max(500).default(10).describe('Largest number of pods in each cluster.'),
    })
    .prefault({})
    .describe('Pods in each cluster; scaled by CPU between the two.'),
  resources: z
    .strictObject({
      cpu: cpu.default('100m').describe('CPU request of each pod.'),
      memory: memory.default('256Mi').describe('Memory request and limit of each pod.'),
    })
    .prefault({})
    .describe('Requests and limits of each pod.'),
  health: z
    .strictObject({
      path: z.string().regex(/^\/[\w./-]*$/, 'a path such as /healthz').default('/healthz').describe('Path that answers 200 when the pod can serve.'),
    })
    .prefault({})
    .describe('Probes.'),
  access,
});

export const workloadsSchema = z.array(workload).max(100).default([]).describe('What the platform serves besides its own UIs.');
export type Workload = z.output<typeof workload>;
export type Access = z.output<typeof access>;
