-- W3C traceparent of what asked for it: so one trace leads from a request through the queue to a run and its mails.
ALTER TABLE agent_executions ADD COLUMN traceparent text;
ALTER TABLE outgoing_mails ADD COLUMN traceparent text;
