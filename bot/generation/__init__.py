"""The use case: admission, queue, poller, runner, recovery."""
