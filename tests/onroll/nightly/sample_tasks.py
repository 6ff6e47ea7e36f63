"""Tasks for the tests of the worker."""

from django_tasks import task

from onroll.nightly import stopping

done: list[str] = []
trouble: list[Exception] = []


@task()
def note(words: str) -> int:
    """Note the words, unless there is trouble in store."""
    if trouble:
        raise trouble.pop()
    done.append(words)
    return len(done)


@task()
def always_fails(name: str) -> None:
    """Fail, saying a name, as a library might."""
    raise ValueError(f"no such child: {name}")


@task()
def not_now() -> None:
    """Leave off, as a long run does when the worker is asked to stop."""
    raise stopping.Stopped
