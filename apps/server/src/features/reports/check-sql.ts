/**
 * Which statements may be sent at all: PostgreSQL's own parser reads them, and nothing passes that is not on a list. The
 * program's session can take on other roles and tenants, so what could switch them (set_config, a function that runs text)
 * must not be said; the role, the views and the read-only transaction are the walls behind.
 */
import { MAX_SQL, REPORT_VIEWS } from '@insa/contracts'
import { invalid } from '../../platform/http/errors.ts'
import { FUNCTIONS, NODES, OPERATORS, TYPES } from './sql-words.ts'

type Json = Record<string, unknown>

/** What a person writes by hand has a tenth of it. */
const MAX_NODES = 2_000
/** The planner's estimate is the better the fewer are joined: what is multiplied by mistake is soon beyond every limit. */
const MAX_RELATIONS = 8
/** Each may double a text; eight are 256 times as much. */
const MAX_GROWING = 8
const GROWING = new Set(['||', 'concat', 'replace'])
const CTE_NAME = /^(?!pg_|information_schema)[a-z_][a-z0-9_]*$/

/**
 * @returns the statement alone, without a semicolon and what comes behind it.
 * @throws AppError 422 with what is not allowed, in the statement's own words.
 */
export async function checkSql(sql: string): Promise<string> {
  if (sql.length > MAX_SQL) throw refused(`A statement has ${MAX_SQL} characters at most.`)
  const { stmts } = await parseSql(sql)
  const [only, ...more] = stmts
  if (!only || more.length > 0) throw refused('Send one statement.')
  const reading = { nodes: 0, growing: 0, relations: 0, names: new Set<string>(REPORT_VIEWS) }
  collectNames(only.stmt, reading.names)
  checkNode(only.stmt, reading)
  // In bytes; without a length it goes to the end.
  const { stmt_location: from = 0, stmt_len: length } = only
  const bytes = Buffer.from(sql)
  return bytes.subarray(from, length ? from + length : undefined).toString()
}

interface Statement {
  stmt: Json
  stmt_location?: number
  stmt_len?: number
}

interface Reading {
  nodes: number
  growing: number
  relations: number
  /** Views and common table expressions. */
  names: Set<string>
}

async function parseSql(sql: string): Promise<{ stmts: Statement[] }> {
  // Its WebAssembly is loaded when the first report is asked for.
  const { parse } = await import('libpg-query')
  try {
    return (await parse(sql)) as { stmts: Statement[] }
  } catch (error) {
    throw refused(`PostgreSQL cannot read it: ${error instanceof Error ? error.message : error}.`)
  }
}

/** Names that a WITH gives may be read like a view; none may look like a catalog's, which is read without a schema. */
function collectNames(value: unknown, names: Set<string>): void {
  for (const [key, child] of entriesOf(value)) {
    if (key === 'CommonTableExpr') {
      const { ctename } = child as { ctename: string }
      if (!CTE_NAME.test(ctename)) throw refused(`Give ${ctename} in WITH another name.`)
      names.add(ctename)
    }
    collectNames(child, names)
  }
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []

/**
 * A node of the tree is an object under its name in capitals; lower-case keys are its fields. A field of one fixed type stands
 * without a name (the two halves of a UNION are bare SELECTs), so what a SELECT must not have is looked for by field.
 */
function checkNode(value: unknown, reading: Reading): void {
  for (const [key, child] of entriesOf(value)) {
    if (Array.isArray(value)) checkNode(child, reading)
    else if (/^[A-Z]/.test(key)) checkNamed(key, child as Json, reading)
    else checkField(key, child, reading)
  }
}

function checkNamed(name: string, fields: Json, reading: Reading): void {
  reading.nodes += 1
  if (reading.nodes > MAX_NODES) throw refused('The statement is too long for a report.')
  if (!NODES.has(name)) throw refused(`${wordFor(name)} has no place in a report.`)
  checkWords(name, fields, reading)
  checkNode(fields, reading)
}

function checkField(name: string, value: unknown, reading: Reading): void {
  const reason = FORBIDDEN_FIELDS[name]
  if (reason && value) throw refused(reason)
  if (name === 'typeName') checkType(value as Json)
  else if (isBare(value) && !BARE_FIELDS.has(name)) {
    throw refused(`${name} has no place in a report.`)
  }
  checkNode(value, reading)
}

/** Fields of any node, and why they are refused. */
const FORBIDDEN_FIELDS: Readonly<Record<string, string>> = {
  intoClause: 'A report only reads: no INTO.',
  lockingClause: 'A report only reads: no FOR UPDATE.',
  recursive: 'WITH RECURSIVE could run for ever.',
  useOp: 'ORDER BY … USING has no place in a report.',
}

/** Fields whose type is fixed, so that it is not named. */
const BARE_FIELDS = new Set([
  ...['larg', 'rarg', 'withClause', 'alias', 'over', 'typeName'],
  ...['ival', 'fval', 'sval', 'boolval', 'bsval'],
])

const isBare = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !Object.keys(value).every((key) => /^[A-Z]/.test(key))

function checkWords(node: string, fields: Json, reading: Reading): void {
  switch (node) {
    case 'RangeVar':
      reading.relations += 1
      if (reading.relations > MAX_RELATIONS) throw refused(`Join ${MAX_RELATIONS} views at most.`)
      checkRelation(fields, reading)
      return
    case 'FuncCall':
      checkFunction(namesOf(fields.funcname), reading)
      return
    case 'A_Expr':
      checkOperator(namesOf(fields.name), reading)
      return
    case 'SQLValueFunction':
      if (!/DATE|TIME/.test(String(fields.op))) throw refused('Who asks is no part of a report.')
      return
    case 'SubLink':
      if (fields.operName) checkOperator(namesOf(fields.operName), reading)
  }
}

function checkRelation({ catalogname, schemaname, relname }: Json, { names }: Reading): void {
  const isOurs = catalogname === undefined && (schemaname === undefined || schemaname === 'reports')
  if (isOurs && names.has(String(relname))) return
  throw refused(
    `${[schemaname, relname].filter(Boolean).join('.')} is no report. There are: ${REPORT_VIEWS.join(', ')}.`,
  )
}

function checkFunction(names: readonly string[], reading: Reading): void {
  const name = names.at(-1) ?? ''
  const isBuiltIn = names.length === 1 || (names.length === 2 && names[0] === 'pg_catalog')
  if (!isBuiltIn || !FUNCTIONS.has(name))
    throw refused(`The function ${names.join('.')} has no place in a report.`)
  countGrowth(name, reading)
}

function checkOperator(names: readonly string[], reading: Reading): void {
  const [name = '', ...more] = names
  if (more.length > 0 || !OPERATORS.has(name)) {
    throw refused(`The operator ${names.join('.')} has no place in a report.`)
  }
  countGrowth(name, reading)
}

function countGrowth(name: string, reading: Reading): void {
  if (GROWING.has(name)) reading.growing += 1
  if (reading.growing > MAX_GROWING) throw refused('The statement joins too many texts together.')
}

function checkType({ names }: Json): void {
  const type = namesOf(names)
  const name = type.at(-1) ?? ''
  const isBuiltIn = type.length === 1 || (type.length === 2 && type[0] === 'pg_catalog')
  if (!isBuiltIn || !TYPES.has(name))
    throw refused(`The type ${type.join('.')} has no place in a report.`)
}

const namesOf = (list: unknown): string[] =>
  ((list ?? []) as { String?: { sval?: string } }[]).map((n) => n.String?.sval ?? '')

/** `InsertStmt` as INSERT, `RangeFunction` as a function in FROM. */
const wordFor = (node: string): string =>
  node === 'RangeFunction' ? 'A function in FROM' : node.replace(/Stmt$/, '').toUpperCase()

const refused = (message: string) =>
  invalid([{ path: 'sql', code: 'not_allowed', message }], message)
