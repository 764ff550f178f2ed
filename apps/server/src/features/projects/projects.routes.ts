/** /api/v1/projects. */
import { Project, ProjectInput, ProjectListQuery, ProjectPatch } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import { readRecord } from '../../platform/records/read-record.ts'
import { addRecordRoutes } from '../../platform/records/record-routes.ts'
import { changeProject, createProject, removeProject } from './change-project.ts'
import { PROJECTS, presentProject } from './project.ts'
import { listProjects } from './projects.store.ts'
import type { ProjectsDeps } from './projects-deps.ts'

export const projectsRoutes =
  (deps: ProjectsDeps): FastifyPluginAsync =>
  async (plain) => {
    addRecordRoutes(plain, deps, {
      kind: PROJECTS,
      path: '/api/v1/projects',
      tag: 'Projects',
      words: { one: 'a project', many: 'projects' },
      rights: { read: 'projects:read', write: 'projects:write', remove: 'projects:delete' },
      shape: Project,
      input: ProjectInput,
      patch: ProjectPatch,
      query: ProjectListQuery,
      list: listProjects,
      present: presentProject,
      create: (call, input, keep) => createProject(deps, call, input, keep),
      read: (call, key) => readRecord(deps, call, PROJECTS, key, presentProject),
      change: (call, key, ifMatch, patch) => changeProject(deps, call, key, ifMatch, patch),
      remove: (call, key, ifMatch) => removeProject(deps, call, key, ifMatch),
    })
  }
