// long file: every promise stands in one list.
/**
 * What we promise, as data. A test cites the promise that it proves by the id at the end of its name:
 *
 *     it('answers with the finished execution when asked to wait [leads.qualify.wait]', …)
 *
 * requirements.test.ts fails when a promise has no test, or a test cites a promise that is not here.
 */
export const REQUIREMENTS = {
  'start.one-command':
    'A fresh clone with some Node ≥ 20 and npm starts with `npm start`, which does the whole set-up.',
  'start.offline': 'Once installed, starting opens no network connection.',
  'start.says-what-is-real':
    'The start prints the address, how to sign in, and what is real and what is a stand-in.',
  'start.data-survives': 'What was stored is there after the next start.',
  'start.ctrl-c-finishes-work': 'Ctrl-C lets running work finish and closes cleanly.',
  'start.kill-9-loses-nothing': 'A killed process loses nothing that it acknowledged.',
  'start.second-start-refused':
    'A second live start on the same data directory is refused with a clear message.',
  'start.data-directory': 'A data directory that cannot be used is told in words, at once.',
  'start.after-kill-9':
    'A start after kill -9 succeeds, also when another process has the old pid.',
  'start.first-administrator':
    'The first administrator and API key come from the environment, or a password is made up and shown once.',
  'start.password-never-logged': 'A made-up password never enters the log file.',
  'start.warns-without-tls': 'An address other than loopback without TLS in front warns loudly.',
  'start.demo':
    'The first start loads and qualifies a demo organization with twenty leads; `--empty` skips it.',
  'backup.restore': 'What `insa backup` wrote, `insa restore` brings back.',
  'database.migrations.live':
    'A migration gives way to those who use the tables that it changes, and takes nothing away that the release before it reads.',
  'database.both': 'The same code and migrations run on PGlite and on PostgreSQL.',
  'database.pool':
    'When every database connection is in use, requests are answered 503 with Retry-After.',
  'database.roles':
    'The program needs no right in the database but to take on its roles; another user migrates.',
  'database.replica':
    'Reports are read from a replica where there is one, and it is told when it is away.',
  'database.replica-lag':
    'A report shows what was committed before it was asked for, however far the replica is behind.',

  'agents.start-on-event':
    'An agent starts on an event of another’s run, once for each event, whatever dies meanwhile; chains end.',
  'agents.lead-follow-up':
    'Where it is switched on, a scored lead’s owner gets a task whenever the recommended action has changed.',
  'queue.fair':
    'Organizations with work are served in turn: ten thousand executions of one hold up none of another.',
  'queue.priority':
    'Inside an organization the greater priority runs first, then the earlier; it counts nothing against another.',
  'queue.limits':
    'An organization can limit how much of an agent, or of all, runs at once; the database keeps to it.',
  'queue.rate': 'An organization can limit how many executions of an agent start in any minute.',
  'queue.contract': 'Every doorbell, in one process or on Redis, keeps to one contract.',
  'events.between-processes': 'What one process publishes, every other hears at once.',
  'processes.one-clock':
    'What processes agree about goes by the database’s clock, however far off their own are.',
  'effects.once.erpnext':
    'A lead is made in ERPNext once, whenever the process that makes it dies: our id is looked for before it is made again.',
  'effects.once.tools':
    'What a tool has done is not done again because the other side went away afterwards, and is shown as unknown where nobody can tell.',
  'workers.taken-over':
    'A worker that was taken for dead and goes on all the same writes nothing more.',
  'roles.several':
    'API, workers and schedulers run as processes of their own, several of each on one database.',
  'roles.dead-worker':
    'A worker that dies is noticed, and its executions go on elsewhere from their last finished step.',
  'roles.one-scheduler': 'Of several schedulers one acts; when it dies another takes its place.',
  'roles.doctor':
    '`insa doctor` and the system page say which processes run, and which are missing.',
  'limits.contract':
    'Limits count the same in one process and in Redis, for all processes together.',
  'limits.redis-gone':
    'Without Redis limits count per process; those of sign-in never open, nor does it slow requests.',
  'redis.gone':
    'Without Redis the API goes on, and work accepted meanwhile is done; with it back, all is as before.',
  'cache.contract':
    'Answers are kept the same in one process and in Redis: by tenant, question and time.',
  'cache.race': 'An answer worked out before a change is never kept after it.',
  'cache.redis-gone':
    'A Redis that is away holds up no answer; when it is back, nothing kept before it went counts.',
  'cache.answers': 'What is dear to work out is answered from the cache, counted, and says so.',
  'cache.own-writes': 'Whoever has changed something sees it at once, whichever process they ask.',
  'redis.sentinel':
    'REDIS_URL may name sentinels, who know the primary; nonsense is refused in words.',
  'redis.failover':
    'When the primary dies or hangs, rings, messages and limits go on on the new one, and no work is lost.',

  'leads.create': 'A lead is created and read back with the fields of ERPNext’s Lead.',
  'leads.edit.if-match': 'An edit needs the current ETag: 428 without one, 412 with a stale one.',
  'leads.list': 'Leads are searched, filtered, sorted and paged by cursor.',
  'leads.import.row-errors': 'A bad import says what is wrong in which row and field.',
  'leads.import.all-or-nothing':
    'An import stores every row or none, also when it is killed in the middle.',
  'leads.import.once': 'An import that was killed and is run again imports once.',
  'leads.import.leaves-nothing':
    'An import that ends without its leads leaves neither its file nor its rows behind.',
  'leads.duplicates': 'Likely duplicates are shown with a confidence and never merged silently.',
  'leads.auto-qualify': 'A new lead qualifies itself, unless the setting is off.',
  'leads.qualify.accepted':
    'Qualifying answers 202 with the execution’s address, on both of its paths.',
  'leads.qualify.wait': 'With `Prefer: wait` the answer is the finished execution.',
  'leads.qualify.unknown-is-not-low':
    'A factor the lead says nothing about counts neutrally, lowers coverage and yields a question.',
  'leads.qualify.code-decides':
    'Score, priority and action follow from factors, weights and thresholds by code.',
  'leads.rescored-second-opinion':
    'When weights change, the second opinion is computed anew with them, as the lead’s own score is.',
  'leads.rescored-by-settings':
    'New weights and thresholds move today’s leads, from the judgements that are kept; a person’s override stays.',
  'leads.qualify.disqualifies':
    'Job seekers, students, vendors, competitors, spam, awarded and foreign work are disqualified.',
  'leads.qualify.company-profile':
    'Fit and budget are judged against the tenant’s company profile.',
  'leads.qualify.literal-evidence':
    'Every quote occurs literally in the lead, at its offsets, with emoji and combining marks too.',
  'leads.qualify.flags-claims': 'Claims that do not add up are flagged, not believed.',
  'leads.qualify.injection': 'A text that commands the scorer gets a flag and has no influence.',
  'batches.estimate':
    'Before many leads are qualified at once it is told how many, by which engine, what it would cost and what that rests on.',
  'batches.runs': 'Many leads are qualified in one batch, each once, with its progress counted.',
  'batches.placed-once':
    'A batch whose process dies while its items are put in place goes on with the next, and has none twice.',
  'batches.window':
    'A batch begins items in its hours only, over midnight and when the clocks change.',
  'batches.steered':
    'A batch is paused, goes on and is cancelled; cancelling ends all that is queued.',
  'batches.budget':
    'When the budget of the day is used up a batch waits, and none of its items fails for it.',
  'cli.batches': 'The command line says what a batch costs, starts it, and shows how far it is.',
  'batches.behind': 'Items of batches are taken up where nothing else is due.',
  'leads.override.kept':
    'A person’s override needs a reason and survives re-qualification beside the machine’s value.',
  'leads.scores.history': 'Every score is kept; lead_scores holds the current one.',
  'leads.immediate.mail': 'An IMMEDIATE lead sends its owner one e-mail from a fixed template.',
  'crm.conversion':
    'A lead becomes an opportunity, and won a customer, in one transaction each, and never twice; its status follows ERPNext.',
  'crm.lead-status':
    'A lead’s status follows its customer and its opportunities as in ERPNext; what a person set holds when they are gone.',
  'crm.stages': 'An opportunity keeps who moved it, when, and how long it stood in a stage.',
  'crm.pipeline':
    'The pipeline is summed exactly by stage and currency, with what was won and lost.',
  'crm.merge':
    'Merged customers lose nothing, and the duplicate leads to where all it had has gone.',
  'crm.erasure':
    'An erased customer’s names and words are nowhere any more; amounts and dates stay.',
  'crm.history': 'A customer has one history of all that happened with it.',
  'mail.kept': 'Without SMTP, outgoing mail is kept and can be read.',

  'baseline.languages':
    'The baseline reads English, Spanish, German, Portuguese, French and Italian.',
  'baseline.money':
    'Budgets are told from other numbers, in every way of writing and when negated.',
  'baseline.time':
    'Relative and absolute dates, quarters, shutdowns and emergencies are read as a timeline.',
  'baseline.authority': 'Titles and what the text says of the sender are read as authority.',
  'baseline.fit':
    'Industries, platforms, protocols, counts and scope words are read as fit and complexity.',
  'baseline.deterministic': 'The same lead always gets the same judgement.',
  'evals.agreement':
    'On the labelled leads the baseline reaches the least kappa of the action, in all and in each language.',

  'executions.record':
    'Every agent run is a row with its engine, tokens, cost, times, trigger and journaled steps.',
  'executions.resume-after-any-step':
    'A run killed after any step goes on from there, and no effect happens twice.',
  'executions.cancel': 'A run can be cancelled.',
  'executions.events-replay': 'Server-sent events go on where `Last-Event-ID` says.',
  'gateway.deny-by-default': 'An agent calls no tool that its list does not grant.',
  'gateway.code-only':
    'A tool that is code’s own step is neither shown to a model nor called for one.',
  'gateway.bound-to-lead': 'An agent that works on one lead reads and writes that lead only.',
  'gateway.list-filtered': 'A model is shown only the tools that its agent may call.',
  'gateway.refusal-recorded': 'A refused call is recorded.',
  'gateway.fail-closed': 'If the tool policy cannot be read, nothing is allowed.',
  'mcp.config': 'MCP servers are named in a file of the format that other clients use.',
  'mcp.life':
    'MCP servers over stdio and Streamable HTTP are started, initialized, listed, looked after and started again.',
  'mcp.environment': 'An MCP server’s process gets PATH, HOME and what its entry names.',
  'mcp.cancel': 'A call that nobody waits for any more is cancelled at the server.',
  'mcp.circuit': 'A server that keeps failing is left alone for a while.',
  'mcp.health':
    'Health, tools, calls, errors and latency of every server are shown; errors to their organization only.',
  'mcp.read-first':
    'A model gets the tools of a server when an administrator has read them, not before.',
  'mcp.pinned': 'What a server lists is pinned at first sight, and it is said so.',
  'mcp.quarantine':
    'A server whose tools change in any way is quarantined until an administrator approves the difference.',
  'kit.tools':
    'A tool of our MCP servers is declared once, and listed and answered alike over stdio and HTTP, by its schemas.',
  'kit.errors':
    'A tool’s failure says which field and what to do; a fault of ours is logged and hidden.',
  'kit.truncation':
    'An answer that is too long is cut, and says what was cut and how much is left.',
  'kit.progress': 'A tool tells its client how far it is, and logs from the level that it wants.',
  'kit.cancel': 'A tool stops when its client cancels, and at the end of its time.',
  'kit.http.door':
    'An MCP server over HTTP stays on loopback, or asks for a token, and refuses rebound names.',
  'kit.metrics': 'Calls of an MCP server’s tools are counted and timed, by how they ended.',
  'kit.serve':
    '`insa mcp serve NAME` serves one of our MCP servers over stdio, or HTTP with `--http`.',
  'conformance.server':
    'The protocol’s conformance suite passes against our MCP servers, without exceptions.',
  'conformance.client': 'It passes against the gateway’s client, for what that client does.',
  'mcp.platform': 'The CRM can be worked from an MCP client: leads, scores, runs, approvals.',
  'mcp.platform.rights':
    'Whoever works it over MCP has the rights of their key, and their sessions to themselves.',
  'mcp.platform.approvals':
    'Over MCP, too, a person approves: they are shown the change in their client and asked.',
  'mcp.schemas':
    'Every tool of every server of ours answers as its output schema says, by the official client.',
  'mcp.claude-code':
    'The real Claude Code lists and calls our MCP servers from a .mcp.json, over stdio and HTTP.',
  'mcp.postgres':
    'save_agent_execution, get_customer_history and query_lead_scores are tools of the MCP server postgres, over the API.',
  'reports.sql': 'An administrator asks in SQL what no page shows; it is recorded.',
  'reports.tenant': 'A report shows the asker’s organization and no other.',
  'reports.hostile':
    'A report that would do more than read its views is refused: other statements, roles, settings, functions, places.',
  'reports.walls': 'Behind the words stand a role, views and a read-only transaction.',
  'reports.limits': 'A report has limits of cost, time and rows.',
  'approvals.wait':
    'A call that needs a person waits as a row, frees its worker and keeps its place in the journal.',
  'approvals.once':
    'What is approved happens once, whenever the process dies; or it is marked unknown.',
  'approvals.unknown': 'A call whose fate nobody knows is not repeated, and people are told.',
  'approvals.settle':
    'A person says what became of a call whose fate nobody knows: it happened, and is not done again, or it did not, and is done once.',
  'approvals.edit': 'Whoever approves may change the arguments, within what the agent may do.',
  'approvals.reject': 'An agent hears why a person rejected what it wanted.',
  'approvals.race': 'Of several who decide at once, one does.',
  'approvals.mail': 'Whoever may decide is told by mail, in fixed words.',
  'approvals.not-own': 'Nobody approves what they began, by no key and in no replay.',
  'approvals.expire':
    'What nobody decides on is told to the administrators, and then rejected; after 72 hours unless set otherwise.',
  'approvals.bound': 'An approval is void when its effect changes by one character.',
  'approvals.restart': 'What waits for a person survives a restart of the whole program.',
  'approvals.restart-claude-code':
    'What a model inside the real Claude Code waits for survives a restart of the whole program, and a kill -9: it happens once, and the model hears of it.',
  'approvals.defaults':
    'What leaves the house, deletes or commits money needs a person, unless set otherwise.',
  'approvals.no-fatigue':
    'A run whose calls people have turned down three times asks them no more.',
  'approvals.taint':
    'Once a run has read words from outside, what its model wants to change needs a person.',
  'approvals.taint-inherited':
    'The mark passes to every run that is fed by the free text of a marked one.',
  'approvals.code-clean': 'What code does by rule on clean values needs nobody.',
  'agents.kill-switch':
    'A disabled agent runs nothing: one by one or all at once, and runs under way stop at their next tool call.',

  'audit.no-secrets':
    'The audit trail holds no secret, by the name of its key or by its looks, and no stranger’s message.',
  'audit.tool-calls':
    'Every tool call is recorded with what it was given and gave, how long it took, and whether it was refused.',
  'audit.sealed':
    'Entries are numbered and chained after their commit, in every organization for itself, and miss none.',
  'audit.tampering': 'An entry that was changed, removed, put in or moved is found, and named.',
  'audit.cut-end':
    'A cut end, or a chain made anew, is found beside a signed head that was kept elsewhere.',
  'audit.verify':
    '`insa audit verify` checks the database or an export on any machine, and says what it cannot find.',
  'audit.search':
    'The trail is searched by person, deed, tool, execution, time and text, page by page.',

  'engines.choice':
    'Which engine judges, and why, follows from what is set and installed; nothing is used unasked.',
  'engines.contract': 'All engines keep to one contract.',
  'engines.qualifies-lead':
    'A lead is qualified end to end by the real Claude Code, and by the Messages API.',
  'engines.tools-visible': 'A model is shown exactly the tools that its agent may call.',
  'engines.forbidden-tool': 'A model that calls another tool is refused, and its try is recorded.',
  'engines.fence':
    'Words from outside reach a model cleaned, shortened where they are blobs, and behind a fence that they cannot close.',
  'engines.corrected': 'A model whose answer is wrong is told so once.',
  'engines.retries':
    'Overload, rate limits, silence and broken lines are tried again by us alone, within the run’s limits.',
  'engines.escalates':
    'A stronger model is asked where an answer is wrong or code is not sure of it.',
  'engines.falls-back':
    'Where no model can answer, a cheaper one or the baseline does, and the result says so.',
  'engines.second-opinion': 'The baseline always judges beside the model.',
  'engines.budget-stop': 'A budget stops a run in the middle.',
  'engines.batch-once':
    'A message batch whose sending nobody knows the end of is looked for; it is sent again only where it is not found, and that is said.',
  'engines.batch': 'Many tasks that nobody waits for are answered in a batch, at half price.',
  'engines.cached-prefix':
    'What stands for every lead is the same to the byte, and read from the model’s cache.',
  'engines.cost-exact': 'What a model costs is computed exactly, from one file of prices.',
  'engines.metered':
    'Every call of a model is reserved at its worst case before it is made, and settled once.',
  'engines.platforms':
    'Both engines with a model reach it on Amazon Bedrock and Vertex AI by settings alone; what lets us in there stays with us.',
  'engines.keep-warm':
    'Where it is asked for, the standing context is touched before it goes cold, only while that pays, and counted as a cost.',
  'engines.key-stays-here': 'Claude Code never holds the real key of the model.',

  'leads.plain-words': 'What a model writes about a lead holds no address and no markup.',
  'leads.no-own-words': 'What a model wrote about a lead is not shown to a model again.',
  'suspicion.orders':
    'Words that try to steer whoever judges a lead are noticed, in six languages and in the usual disguises.',
  'suspicion.no-effect':
    'Where words try to steer whoever judges a lead, a model’s judgement of it does not take effect by itself.',
  'engines.flag-words':
    'What a model says when it declines or answers wrong stands in no flag: no link, no markup, no length.',
  'canaries.marked':
    'An administrator marks a lead, customer, contact or opportunity as a canary, or makes a lead that is one.',
  'canaries.hidden':
    'Nobody but administrators can tell a canary from a plain record: no field, mail, event or entry shows it.',
  'canaries.no-qualification': 'A canary lead does not qualify itself, new or changed.',
  'canaries.api':
    'Reading a canary over the API rings, by its id, in a list, in a search, refused too.',
  'canaries.sql': 'A report in SQL that brings a canary out rings.',
  'canaries.mcp': 'An MCP client that reads a canary rings.',
  'canaries.agent':
    'An agent that reaches for a canary rings, gets nothing of it, and its run is stopped.',
  'canaries.people':
    'A person who has a canary in a page of a list is noted; who opens it, or takes the list home, rings.',
  'canaries.alarm':
    'An alarm is an audit entry, an event, a metric and one mail to each administrator, however often is read.',
  'canaries.console':
    'Administrators make, mark and see canaries in the console, and a banner tells of an alarm until somebody has looked.',
  'canaries.unmasked': 'A key that asks which records are canaries, or takes a mark away, rings.',
  'attacks.corpus':
    'At least 150 attacks, over every way in, technique, goal and language, are tried on the program.',
  'attacks.none-succeeds':
    'None of them does damage, through the real Claude Code binary, although its model obeys every order that it can read.',
  'attacks.every-defence-holds': 'In the program no defence can be taken away.',
  'attacks.ablation':
    'With a defence taken away an attack gets through; what is not shown yet is named.',
  'replay.touches-nothing':
    'A replay stores, writes and sends nothing, calls no tool, and opens no connection but the model’s.',
  'replay.from-record': 'In a replay every tool answers what it answered then.',
  'replay.variants': 'A finished run is replayed on another engine, model or prompt.',

  'budget.reserve':
    'Before each call of a model its worst case is held back, after it what it did cost is booked.',
  'budget.limits':
    'What could pass the limit of a run, a day or a deal is refused, and stops, downgrades or asks as set.',
  'budget.concurrent': 'Processes that spend at the same time never pass a limit together.',
  'budget.fail-closed': 'A budget that cannot be read allows nothing.',
  'budget.ask':
    'Where the rule is to ask, a run over its budget waits for a person, who allows more or not; no rule exempts it.',
  'budget.dead':
    'What a dead process held back is freed; a call that it may have made counts as spent.',

  'alerts.fire':
    'Administrators are told of failing agents, of what models cost, once, and when it is over.',
  'alerts.hysteresis': 'A figure that swings around its mark is one alert.',
  'alerts.silence': 'A silenced alert is kept and tells nobody.',
  'alerts.site':
    'Requests that wait for a database connection and MCP servers that cannot be called are alerts.',
  'alerts.webhook': 'A webhook is told of alerts, again when it fails.',
  'errors.kept':
    'What nobody expected is kept as a group: how often, by the hour, with its stack and trace.',
  'errors.grouped': 'The same error is one group, wherever its lines have moved.',
  'errors.no-people': 'What is kept of an error says nothing of people and carries no secret.',
  'errors.database-away':
    'Errors met while the database is away are counted and kept when it is back.',
  'errors.bounded': 'Errors take a bounded place, and are forgotten.',
  'errors.decided':
    'A person resolves or ignores an error; what is resolved opens again when it happens again.',
  'errors.site': 'Errors are for the administrators of the organization that the site belongs to.',
  'errors.browser': 'The console tells of its own errors, little and not often.',
  'errors.sentry': 'Where a Sentry is set up, it is told of errors, cleaned.',
  'errors.crash': 'What ends a process is kept before it ends.',
  'telemetry.logs':
    'Logs are JSON by the Elastic Common Schema, with one trace id from a request to its run and tool calls.',
  'telemetry.traces':
    'With a collector set, one trace leads from a request through the queue to run, steps, tools, models and mail.',
  'telemetry.metrics':
    'Prometheus is told what waits, what it costs, which servers answer and how the database does.',

  'costs.sums':
    'Cost and tokens of every call are kept exactly and added up, with what the cache saved.',
  'costs.groups': 'Costs are told by day, agent, model, lead, execution and step.',

  'identity.sign-in': 'A person signs in with e-mail and password, and out again.',
  'identity.session':
    'A session’s cookie counts only as it was signed, and for the address it was made for.',
  'identity.several': 'Sessions hold at every process, and end at all of them at once.',
  'identity.redis-gone': 'Sessions outlive an empty Redis, and one that is away.',
  'identity.invitation': 'A person is invited by mail and joins with the invited role.',
  'identity.password-reset': 'A forgotten password is reset by mail, once.',
  'identity.way-back-in':
    'Whoever holds the data sets a person a new password with `insa reset-password`.',
  'identity.roles': 'Administrator, manager, sales and viewer may do what one table says.',
  'identity.api-keys': 'API keys are kept hashed, act within their scopes and can be revoked.',
  'identity.closed-by-default':
    'Nothing but health checks, the sign-in and static files answers without a key or session.',
  'tenancy.api': 'Two organizations never see each other’s rows through the API.',
  'tenancy.rls':
    'On real PostgreSQL, row-level security keeps a login role to its organization’s rows.',

  'bad-input.names-the-field':
    'Bad input gets a 4xx problem that names the field and leaves nothing behind.',
  'bad-input.idempotency-key':
    'A repeated request with one Idempotency-Key acts once; with another body it is refused.',
  'erpnext.setup':
    '`insa erpnext setup` shows what a site lacks, makes it, and does nothing the second time.',
  'erpnext.setup.resumes': 'Set-up that fails half way goes on from there when it is run again.',
  'erpnext.verify':
    '`insa erpnext verify` says where a real site differs from what we assume of it.',
  'erpnext.tools':
    'The MCP server `erpnext` has at most 25 tools, which check, lock, verify and explain what they write to ERPNext.',
  'erpnext.tools.built-in': 'The same tools keep the same contract on the built-in CRM.',
  'erpnext.agents':
    'Agents’ CRM tools work in ERPNext where it is set and in the built-in CRM elsewhere, under one name, behind one door.',
  'erpnext.sync.webhook':
    'Signed webhooks bring new and changed leads; replays and reordering are harmless, a wrong signature leaves nothing behind.',
  'erpnext.sync.poll':
    'Looking by `modified` and by names finds what no webhook tells of: direct writes, removals, renames, a wrong clock.',
  'erpnext.sync.backfill':
    'A site that was in use before is read in with progress, from where it was cut off, without a flood of qualifications.',
  'erpnext.sync.out':
    'Leads, changes and scores of ours go to ERPNext once, whatever answers are lost.',
  'erpnext.sync.conflicts':
    'A field that both sides changed goes by the tenant’s rule, is told, and can be decided by a person.',
  'erpnext.sync.identity':
    'A number that ERPNext gives out again is another lead; a renamed or hidden lead is not taken for removed.',
  'erpnext.sync.away': 'ERPNext away for an hour: nothing is lost, all is caught up, once.',
  'erpnext.sync.words':
    'A site that cannot be exchanged with: what is wrong and what to do, and nothing half-written.',
  'erpnext.words':
    'Wrong credentials and a wrong address are told with what to do about it, and nothing is written.',

  'bad-input.never-5xx':
    'No request that the OpenAPI document can describe, or almost, gets a 5xx.',

  'console.sign-in': 'In a browser: sign in and out.',
  'console.import': 'In a browser: import leads and watch the progress.',
  'console.qualify': 'In a browser: qualify a lead and see its evidence in the message.',
  'console.sales-process':
    'In a browser: set the stages and reasons of the sales process; opportunities come along.',
  'console.override': 'In a browser: override a score with a reason.',
  'console.replay': 'In a browser: replay a run on another engine and see both side by side.',
  'console.costs': 'In a browser: see what models cost, by day and by what, and set the limits.',
  'console.audit': 'In a browser: search the audit trail, open an entry, export it all.',
  'console.approvals':
    'In a browser: see what an agent wants to do, change it, approve it; not what one began oneself.',
  'console.tools':
    'In a browser: see the servers of tools, how they do, and what has changed in them, as text.',
  'console.pipeline':
    'In a browser: a lead becomes an opportunity, moves by keyboard and menu, goes back when somebody was faster, and is won or lost with a reason.',
  'console.customer': 'In a browser: a customer with its history, contacts, deals and notes.',
  'console.accessible':
    'axe finds nothing serious on any page, light or dark, at desk or phone width.',
  'cli.leads': '`insa leads` lists, shows, imports and qualifies, for people and with `--json`.',
  'cli.records':
    '`insa customers`, `opportunities` and `projects` list, show, create and move, for people and with `--json`.',
  'cli.executions':
    '`insa executions show --follow` follows a run to its end and exits with its fate.',
  'console.change-password': 'In a browser: change one’s own password.',
  'console.approval-rules':
    'In a browser: see which calls need a person, change it with a preview of what that would do, and faults beside their fields.',
  'console.tool-policy':
    'In a browser: see which agent may use which tool on which conditions, and change it with a preview.',
  'approvals.preview':
    'What other approval rules or another tool policy would do is told before they are stored.',
  'console.settle': 'In a browser: see what nobody knows the fate of, and say what happened.',
  'cli.replay': '`insa executions replay` replays a run and shows both side by side.',
  'cli.erpnext-sync':
    'On the command line: how the exchange with ERPNext stands, and reading a site in.',
  'cli.costs': '`insa costs` tells what models cost, and what is left of the day’s budget.',
  'cli.approvals': '`insa approvals` lists, shows, approves and rejects what waits for a person.',
  'cli.doctor': '`insa doctor` says what works and what does not.',
} as const satisfies Record<string, string>

export type RequirementId = keyof typeof REQUIREMENTS

/** Promises whose tests are still to be written. The list must be empty before the work counts as done. */
export const PLANNED: readonly RequirementId[] = []
