/** Loaded into a process with `--import`: it is gone by SIGKILL at the moment in which it would print how to sign in. */
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (/** @type {[any, any?, any?]} */ ...args) => {
  if (String(args[0]).includes('Sign in')) process.kill(process.pid, 'SIGKILL')
  return write(...args)
}
