import { type Project, ProjectStatus } from '@insa/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { FolderKanban, Plus, SearchX } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../app/session.ts'
import { SearchBox } from '../../records/search-box.tsx'
import { ProjectPill } from '../../records/status-pills.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { formatDay } from '../../ui/format.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { NewProject } from './project-form.tsx'
import { projectListQuery } from './projects.api.ts'
import type { ProjectsSearch } from './projects.search.ts'

const route = getRouteApi('/shell/projects')

export function ProjectsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const can = useCan()
  const [adding, setAdding] = useState(false)
  const list = useInfiniteQuery(projectListQuery(search))
  const projects = list.data?.pages.flatMap((page) => page.data) ?? []
  const change = (patch: Partial<ProjectsSearch>) =>
    void navigate({ search: (former) => ({ ...former, ...patch }), replace: true })
  const clear = () => void navigate({ search: {}, replace: true })
  const isFiltered = search.q !== undefined || search.status !== undefined
  return (
    <Page
      title="Projects"
      actions={
        can('projects:write') && (
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            New project
          </Button>
        )
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          noun="projects"
          value={search.q ?? ''}
          onSearch={(q) => change({ q: q || undefined })}
        />
        <Select
          aria-label="Status"
          className="w-auto"
          value={search.status ?? ''}
          onChange={(event) =>
            change({ status: ProjectStatus.optional().catch(undefined).parse(event.target.value) })
          }
        >
          <option value="">All</option>
          {ProjectStatus.options.map((status) => (
            <option key={status} value={status}>
              {status}
            </option>
          ))}
        </Select>
      </div>
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={6} label="Loading the projects" />
        ) : list.isError && projects.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : projects.length === 0 ? (
          <NoProjects filtered={isFiltered} onClear={clear} />
        ) : (
          <ul className="divide-y divide-line">
            {projects.map((project) => (
              <ProjectRow key={project.id} project={project} />
            ))}
          </ul>
        )}
      </div>
      <LoadMore shown={projects.length} noun={['project', 'projects']} list={list} />
      <NewProject open={adding} onOpenChange={setAdding} />
    </Page>
  )
}

function ProjectRow({ project }: { project: Project }) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover md:grid-cols-[minmax(0,1fr)_12rem_7rem_7rem]">
      <div className="min-w-0">
        <Link
          to="/projects/$projectId"
          params={{ projectId: project.id }}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {project.project_name}
        </Link>
        <p className="truncate text-ink-2 text-sm">
          {project.customer_name ?? 'without a customer'}
        </p>
      </div>
      <Done percent={project.percent_complete} />
      <span className="num hidden text-ink-2 text-sm md:block">
        {project.expected_end_date ? `until ${formatDay(project.expected_end_date)}` : ''}
      </span>
      <span className="justify-self-end">
        <ProjectPill status={project.status} />
      </span>
    </li>
  )
}

/** How far it is, as a bar with its number. */
function Done({ percent }: { percent: number }) {
  return (
    <span className="col-span-2 row-start-2 flex items-center gap-2 md:col-span-1 md:row-start-auto">
      <span aria-hidden className="h-2 flex-1 overflow-hidden rounded-sm bg-sunken">
        <span className="block h-full rounded-sm bg-accent" style={{ width: `${percent}%` }} />
      </span>
      <span className="num w-10 text-right text-ink-2 text-sm">{percent} %</span>
    </span>
  )
}

function NoProjects({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <EmptyState
      icon={SearchX}
      title="No project matches"
      actions={<Button onClick={onClear}>Clear search and filters</Button>}
    />
  ) : (
    <EmptyState icon={FolderKanban} title="No projects yet">
      What was sold and is being done is kept here, with its dates, notes and tasks.
    </EmptyState>
  )
}
