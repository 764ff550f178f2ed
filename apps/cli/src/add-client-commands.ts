/** Mounts every client command: the one place that lists them. */
import type { Command } from 'commander'
import { alertsList } from './commands/alerts-list.ts'
import { alertsSilence } from './commands/alerts-silence.ts'
import { approvalsApprove } from './commands/approvals-approve.ts'
import { approvalsList } from './commands/approvals-list.ts'
import { approvalsReject } from './commands/approvals-reject.ts'
import { approvalsSettle } from './commands/approvals-settle.ts'
import { approvalsShow } from './commands/approvals-show.ts'
import { approvalsUnknown } from './commands/approvals-unknown.ts'
import { auditExport } from './commands/audit-export.ts'
import { auditHead } from './commands/audit-head.ts'
import { auditList } from './commands/audit-list.ts'
import { batchesCancel } from './commands/batches-cancel.ts'
import { batchesList } from './commands/batches-list.ts'
import { batchesPause } from './commands/batches-pause.ts'
import { batchesResume } from './commands/batches-resume.ts'
import { batchesShow } from './commands/batches-show.ts'
import { canariesAcknowledge } from './commands/canaries-acknowledge.ts'
import { canariesAlarms } from './commands/canaries-alarms.ts'
import { canariesList } from './commands/canaries-list.ts'
import { canariesMark } from './commands/canaries-mark.ts'
import { canariesUnmark } from './commands/canaries-unmark.ts'
import { costs } from './commands/costs.ts'
import { customersCreate } from './commands/customers-create.ts'
import { customersList } from './commands/customers-list.ts'
import { customersShow } from './commands/customers-show.ts'
import { doctor } from './commands/doctor.ts'
import { erpnextSync } from './commands/erpnext-sync.ts'
import { errorsDecide } from './commands/errors-decide.ts'
import { errorsList } from './commands/errors-list.ts'
import { errorsShow } from './commands/errors-show.ts'
import { executionsCancel } from './commands/executions-cancel.ts'
import { executionsList } from './commands/executions-list.ts'
import { executionsReplay } from './commands/executions-replay.ts'
import { executionsShow } from './commands/executions-show.ts'
import { keysCreate } from './commands/keys-create.ts'
import { keysList } from './commands/keys-list.ts'
import { keysRevoke } from './commands/keys-revoke.ts'
import { leadsExport } from './commands/leads-export.ts'
import { leadsImport } from './commands/leads-import.ts'
import { leadsList } from './commands/leads-list.ts'
import { leadsQualify } from './commands/leads-qualify.ts'
import { leadsShow } from './commands/leads-show.ts'
import { opportunitiesCreate } from './commands/opportunities-create.ts'
import { opportunitiesList } from './commands/opportunities-list.ts'
import { opportunitiesMove } from './commands/opportunities-move.ts'
import { opportunitiesShow } from './commands/opportunities-show.ts'
import { projectsCreate } from './commands/projects-create.ts'
import { projectsList } from './commands/projects-list.ts'
import { projectsMove } from './commands/projects-move.ts'
import { projectsShow } from './commands/projects-show.ts'
import { settingsShow } from './commands/settings-show.ts'
import { type CliConfig, readConfig } from './config.ts'
import { exitCodeHelp } from './exit-codes.ts'

/** Groups that the program already has (a role's `audit verify`) are added to. */
export function addClientCommands(program: Command, config: CliConfig = readConfig()): void {
  const group = (name: string, description: string) =>
    program.commands.find((command) => command.name() === name) ??
    program.command(name).description(description)
  const leads = group('leads', 'leads: list, show, import, export, qualify')
  leads.addCommand(leadsList(config))
  leads.addCommand(leadsShow(config))
  leads.addCommand(leadsImport(config))
  leads.addCommand(leadsExport(config))
  leads.addCommand(leadsQualify(config))
  const batches = batchGroup(group, config)
  const records = recordGroups(group, config)
  const executions = group('executions', 'runs of agents: list, show, cancel, replay')
  executions.addCommand(executionsList(config))
  executions.addCommand(executionsShow(config))
  executions.addCommand(executionsCancel(config))
  executions.addCommand(executionsReplay(config))
  const approvals = group(
    'approvals',
    'what waits for a person: list, show, approve, reject, unknown, settle',
  )
  approvals.addCommand(approvalsList(config))
  approvals.addCommand(approvalsShow(config))
  approvals.addCommand(approvalsApprove(config))
  approvals.addCommand(approvalsReject(config))
  approvals.addCommand(approvalsUnknown(config))
  approvals.addCommand(approvalsSettle(config))
  const settings = group('settings', 'how leads are weighed: show')
  settings.addCommand(settingsShow(config))
  const audit = group('audit', 'who did what: list, head, export')
  audit.addCommand(auditList(config))
  audit.addCommand(auditHead(config))
  audit.addCommand(auditExport(config))
  const keys = group('keys', 'API keys: list, create, revoke')
  keys.addCommand(keysList(config))
  keys.addCommand(keysCreate(config))
  keys.addCommand(keysRevoke(config))
  const canaries = canaryGroup(group, config)
  const alerts = group('alerts', 'what is wrong: list, silence')
  alerts.addCommand(alertsList(config))
  alerts.addCommand(alertsSilence(config))
  const errors = group('errors', 'what nobody expected: list, show, resolve, ignore, reopen')
  for (const command of [errorsList(config), errorsShow(config), ...errorsDecide(config)])
    errors.addCommand(command)
  const erpnext = group('erpnext', 'the exchange with ERPNext: sync')
  erpnext.addCommand(erpnextSync(config))
  const spending = costs(config)
  program.addCommand(spending)
  const diagnosis = doctor(config)
  program.addCommand(diagnosis)
  const all = [
    leads,
    batches,
    ...records,
    executions,
    approvals,
    settings,
    audit,
    keys,
    canaries,
    alerts,
    errors,
    erpnext,
    spending,
    diagnosis,
  ]
  for (const command of all) speakThrough(command, config)
}

type Group = (name: string, description: string) => Command

function batchGroup(group: Group, config: CliConfig): Command {
  const words = 'many leads qualified at once: list, show, pause, resume, cancel'
  const batches = group('batches', words)
  batches.addCommand(batchesList(config))
  batches.addCommand(batchesShow(config))
  batches.addCommand(batchesPause(config))
  batches.addCommand(batchesResume(config))
  batches.addCommand(batchesCancel(config))
  return batches
}

/** What comes of leads. */
function recordGroups(group: Group, config: CliConfig): Command[] {
  const customers = group('customers', 'customers: list, show, create')
  customers.addCommand(customersList(config))
  customers.addCommand(customersShow(config))
  customers.addCommand(customersCreate(config))
  const opportunities = group('opportunities', 'what may be sold: list, show, create, move')
  opportunities.addCommand(opportunitiesList(config))
  opportunities.addCommand(opportunitiesShow(config))
  opportunities.addCommand(opportunitiesCreate(config))
  opportunities.addCommand(opportunitiesMove(config))
  const projects = group('projects', 'what was sold, being done: list, show, create, move')
  projects.addCommand(projectsList(config))
  projects.addCommand(projectsShow(config))
  projects.addCommand(projectsCreate(config))
  projects.addCommand(projectsMove(config))
  return [customers, opportunities, projects]
}

function canaryGroup(group: Group, config: CliConfig): Command {
  const words = 'records that ring when they are read: mark, list, unmark, alarms, acknowledge'
  const canaries = group('canaries', words)
  canaries.addCommand(canariesMark(config))
  canaries.addCommand(canariesList(config))
  canaries.addCommand(canariesUnmark(config))
  canaries.addCommand(canariesAlarms(config))
  canaries.addCommand(canariesAcknowledge(config))
  return canaries
}

/** Help and usage errors go where everything else goes, at the terminal's width, and end with the exit codes. */
function speakThrough(command: Command, config: CliConfig): void {
  const { stdout, stderr } = config
  command.showHelpAfterError('(--help shows what is possible)')
  command.addHelpText('after', `\n${exitCodeHelp()}`)
  command.configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
  })
  for (const child of command.commands) speakThrough(child, config)
}
