/** Projects and their tasks. */
import { type DocType, doctype } from '../doctype.ts'

const PROJECTS = { 'Projects User': 'RWCD', 'Projects Manager': 'RWCD' }

export const PROJECT_DOCTYPES: DocType[] = [
  doctype({
    name: 'Project',
    module: 'Projects',
    autoname: 'naming_series:',
    title: 'project_name',
    search: 'project_name,customer,status,priority,is_active',
    permissions: PROJECTS,
    fields: `
      naming_series* : Select : PROJ-.#### : once, nocopy, label=Series
      project_name* : Data : : unique
      status : Select : Open|Completed|Cancelled : nocopy
      project_type : Link : Project Type
      is_active : Select : Yes|No
      priority : Select : Medium|Low|High
      percent_complete_method : Select : Manual|Task Completion|Task Progress|Task Weight : default=Task Completion
      percent_complete : Percent : : ro, nocopy
      expected_start_date : Date
      expected_end_date : Date
      customer : Link : Customer
      sales_order : Link : Sales Order
      department : Data
      company* : Link : Company
      estimated_costing : Currency
      notes : Text Editor
      users : Table : Project User
    `,
  }),
  doctype({
    name: 'Project User',
    module: 'Projects',
    kind: 'table',
    fields: `
      user* : Link : User
      email : Read Only : : fetch=user.email
      full_name : Read Only : : fetch=user.full_name
    `,
  }),
  doctype({
    name: 'Task',
    module: 'Projects',
    autoname: 'format:TASK-{YYYY}-{#####}',
    title: 'subject',
    search: 'subject',
    permissions: PROJECTS,
    fields: `
      subject* : Data
      project : Link : Project
      status : Select : Open|Working|Pending Review|Overdue|Template|Completed|Cancelled : nocopy
      priority : Select : Low|Medium|High|Urgent
      type : Data
      parent_task : Link : Task
      is_group : Check
      is_milestone : Check
      exp_start_date : Date
      exp_end_date : Date
      expected_time : Float
      progress : Percent
      description : Text Editor
      depends_on : Table : Task Depends On
      completed_on : Date
      completed_by : Link : User
      department : Data
      company : Link : Company : fetch=project.company
    `,
  }),
  doctype({
    name: 'Task Depends On',
    module: 'Projects',
    kind: 'table',
    fields: `
      task : Link : Task
      subject : Text : : fetch=task.subject
    `,
  }),
]
