/** What a report may say. Whatever is not here is refused, so a new version of PostgreSQL brings nothing in. */

/** Nodes of PostgreSQL's parse tree. No function in FROM, no JSON or XML constructors, no sampling, no parameters. */
export const NODES = new Set([
  'SelectStmt',
  'ResTarget',
  'ColumnRef',
  'A_Star',
  'A_Const',
  'String',
  'Integer',
  'Float',
  'Boolean',
  'A_Expr',
  'BoolExpr',
  'NullTest',
  'BooleanTest',
  'CaseExpr',
  'CaseWhen',
  'CoalesceExpr',
  'MinMaxExpr',
  'TypeCast',
  'FuncCall',
  'SQLValueFunction',
  'A_ArrayExpr',
  'List',
  'SubLink',
  'RangeVar',
  'RangeSubselect',
  'JoinExpr',
  'Alias',
  'WithClause',
  'CommonTableExpr',
  'SortBy',
  'WindowDef',
  'GroupingSet',
  'GroupingFunc',
])

/**
 * Functions of pg_catalog that only compute, in little time and memory: nothing that reads settings, files or the catalog,
 * runs text as SQL, waits, or makes long texts (repeat, lpad, string_agg, format).
 */
export const FUNCTIONS = new Set([
  // Aggregates
  ...['count', 'sum', 'avg', 'min', 'max', 'stddev', 'stddev_samp', 'stddev_pop', 'variance'],
  ...['percentile_cont', 'percentile_disc', 'mode', 'bool_and', 'bool_or', 'every', 'corr'],
  // Windows
  ...['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile', 'lag', 'lead'],
  ...['first_value', 'last_value', 'nth_value'],
  // Numbers
  ...['abs', 'ceil', 'ceiling', 'floor', 'round', 'trunc', 'sign', 'mod', 'width_bucket'],
  // Texts
  ...['lower', 'upper', 'initcap', 'length', 'char_length', 'left', 'right', 'substring', 'substr'],
  ...['btrim', 'ltrim', 'rtrim', 'position', 'strpos', 'split_part', 'starts_with', 'replace'],
  ...['concat', 'to_char'],
  // Times
  ...['now', 'date_trunc', 'date_part', 'extract', 'age', 'timezone', 'make_date', 'to_date'],
  ...['like_escape', 'array_length', 'cardinality'],
])

/** Without patterns of POSIX, whose matching can take for ever, and without powers. */
export const OPERATORS = new Set([
  ...['=', '<>', '!=', '<', '<=', '>', '>='],
  ...['+', '-', '*', '/', '%', '||'],
  ...['~~', '!~~', '~~*', '!~~*'],
  ...['BETWEEN', 'NOT BETWEEN', 'BETWEEN SYMMETRIC', 'NOT BETWEEN SYMMETRIC'],
  ...['@>', '<@', '&&'],
])

/** No types that name an object of the database (regclass), and none that runs code of its own. */
export const TYPES = new Set([
  ...['bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'numeric'],
  ...['text', 'varchar', 'bpchar', 'uuid'],
  ...['date', 'time', 'timestamp', 'timestamptz', 'interval'],
])
