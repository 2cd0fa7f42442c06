/** `workloads`: what the platform serves besides its own UIs. */
import { z } from 'zod';
import { cpu, dnsLabel, hostname, image, memory, permission, role, text, uniqueList } from './fields';

export const access = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('public').describe('Anybody, without login.') }),
    z.strictObject({
      kind: z.literal('login').describe('People in a browser, after login.'),
      roles: uniqueList(role).min(1).max(20).describe('One of these roles is enough.'),
    }),
    z.strictObject({
      kind: z.literal('token').describe('Programs with a bearer token; never redirected to a login.'),
      audience: text({
        pattern: /^[a-z][a-z0-9:/._-]*[a-z0-9]$/,
        allowed: 'lower-case letters, digits and :/._-, starting with a letter',
        example: 'dbaas-api',
        max: 200,
      }).describe('Audience that the token must carry.'),
      permissions: z
        .array(
          z.strictObject({
            name: permission.describe('Permission that the token must carry.'),
            methods: uniqueList(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']))
              .min(1)
              .max(6)
              .describe('HTTP methods it opens.'),
            paths: uniqueList(
              text({ pattern: /^\/[\w./-]*\*?$/, allowed: 'a path that starts with a slash; a star only at the end', example: '/v1/*', max: 200 }),
            )
              .min(1)
              .max(50)
              .describe('Paths it opens; a star is allowed at the end.'),
          }),
        )
        .min(1)
        .max(50)
        .describe('Which permission opens what; everything else is refused.'),
    }),
  ])
  .describe('Who may call it.');

export const workload = z.strictObject({
  name: dnsLabel(30, 'console').describe('Name of the workload and of its namespace.'),
  image: image.describe('Image with a pinned tag or a digest.'),
  port: z.int().min(1024).max(65535).default(8080).describe('Port that the container listens on (HTTP).'),
  host: hostname.meta({ examples: ['console.acme-db.example'] }).describe('Public host name, below the domain of the platform.'),
  clusters: uniqueList(text({ pattern: /^[a-z][a-z0-9-]*$/, allowed: 'the name of one of the two clusters', example: 'aws-euc1', max: 12 }))
    .min(1)
    .max(2)
    .optional()
    .describe('Clusters that run it. Default: both.'),
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
      path: text({ pattern: /^\/[\w./-]*$/, allowed: 'a path that starts with a slash', example: '/healthz', max: 200 })
        .default('/healthz')
        .describe('Path that answers 200 when the pod can serve.'),
    })
    .prefault({})
    .describe('Probes.'),
  access,
});

export const workloadsSchema = z.array(workload).max(100).default([]).describe('What the platform serves besides its own UIs.');
export type Workload = z.output<typeof workload>;
export type Access = z.output<typeof access>;
