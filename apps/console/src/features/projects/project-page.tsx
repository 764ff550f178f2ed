import type { Project } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../app/session.ts'
import { ActivitiesCard } from '../../records/activities-card.tsx'
import { formatMoney } from '../../records/money.ts'
import { BackLink, Fact, Facts, RecordFrame } from '../../records/record-frame.tsx'
import { ProjectPill } from '../../records/status-pills.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { formatDay } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { EditProject } from './project-form.tsx'
import { projectQuery } from './projects.api.ts'

const route = getRouteApi('/shell/projects/$projectId')

export function ProjectPage() {
  const { projectId } = route.useParams()
  const query = useQuery(projectQuery(projectId))
  return (
    <RecordFrame query={query}>
      {(project) => <ProjectView key={project.id} project={project} />}
    </RecordFrame>
  )
}

const LINK = 'hover:text-accent hover:underline'

function ProjectView({ project: p }: { project: Project }) {
  const can = useCan()
  const [editing, setEditing] = useState(false)
  return (
    <Page
      title={p.project_name}
      above={<BackLink to="/projects">Projects</BackLink>}
      lead={
        p.customer_id && (
          <Link to="/customers/$customerId" params={{ customerId: p.customer_id }} className={LINK}>
            {p.customer_name}
          </Link>
        )
      }
      actions={
        can('projects:write') && (
          <Button onClick={() => setEditing(true)}>
            <Pencil aria-hidden />
            Edit
          </Button>
        )
      }
    >
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <ActivitiesCard about={{ project_id: p.id }} />
        <Card
          title="Details"
          aside={<ProjectPill status={p.status} />}
          className="order-first xl:order-none"
        >
          <Facts>
            <Fact label="Done">
              <span className="num">{p.percent_complete} %</span>
            </Fact>
            <Fact label="Priority">{p.priority}</Fact>
            <Fact label="Kind">{p.project_type}</Fact>
            <Fact label="Begins">{p.expected_start_date && formatDay(p.expected_start_date)}</Fact>
            <Fact label="Ends">{p.expected_end_date && formatDay(p.expected_end_date)}</Fact>
            <Fact label="Estimated cost">
              {p.estimated_costing && (
                <span className="num">{formatMoney(p.estimated_costing, p.currency)}</span>
              )}
            </Fact>
            <Fact label="Department">{p.department}</Fact>
            <Fact label="Won by">
              {p.opportunity_id && (
                <Link
                  to="/opportunities/$opportunityId"
                  params={{ opportunityId: p.opportunity_id }}
                  className={LINK}
                >
                  The opportunity that it came from
                </Link>
              )}
            </Fact>
            <Fact label="Notes">{p.notes}</Fact>
            <Fact label="ERPNext">{p.erpnext_name}</Fact>
          </Facts>
        </Card>
      </div>
      <EditProject project={p} open={editing} onOpenChange={setEditing} />
    </Page>
  )
}
