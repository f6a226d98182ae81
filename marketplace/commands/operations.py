"""Serving, the moves of state machines, jobs and the journal."""

from __future__ import annotations

import signal
import threading

import click
import waitress
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from marketplace.commands import demo
from marketplace.config import Settings
from marketplace.foundation import dispatch, jobs, relay
from marketplace.foundation.database import db, transaction
from marketplace.foundation.moves import load_moves

STATES = {
    "waiting": "due; the relay sends or does them next",
    "later": "failed before, tried again at their time",
    "dispatched": "in the workers' queue",
    "leased": "a worker is at it",
    "done": "",
    "dead": "failed for good: flask --app wsgi jobs dead",
    "given_up": "failed, and somebody decided that it is not done",
}
jobs_group = AppGroup("jobs", help="Jobs that follow from facts.")
journal_group = AppGroup("journal", help="The chain of facts.")


@click.command("serve", help="Serve the site on the embedded default, the relay beside it.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@with_appcontext
def serve(host: str, port: int) -> None:
    """One process with threads: waitress for the pages, and those that run beside them, such as the relay."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself, for threads
    settings: Settings = app.extensions["settings"]
    try:
        server = waitress.create_server(
            app, host=host, port=port, threads=settings.server_threads, ident=None, clear_untrusted_proxy_headers=True
        )
    except OSError as error:
        raise click.ClickException(f"Port {port} on {host} cannot be used ({error.strerror}). Try PORT=8001.") from None
    stops = [start(app) for start in app.extensions["beside"]]
    click.echo(f"Vươn: http://{host}:{port}/  (Ctrl+C ends it)")
    _tell_demo_accounts(settings)
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("Ended.")
    finally:
        server.close()
        for stop in reversed(stops):
            stop()


@click.command("relay", help="Be the relay: production runs it as a process of its own, beside worker and beat.")
@with_appcontext
def be_relay() -> None:
    """Several may run: the lease in the database lets one act. Ends on SIGTERM or Ctrl+C and gives the lease back."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself
    stopping = threading.Event()

    def stop(*_: object) -> None:
        """Not by `wake`: whoever is interrupted may hold its lock, and would wait for itself."""
        stopping.set()

    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, stop)
    relay.run(app, stopping)


def _tell_demo_accounts(settings: Settings) -> None:
    """Where the invented demo is, whoever tries it is told how to sign in."""
    if settings.environment == "production" or not demo.is_there():
        return
    db.session.commit()
    click.echo(f"Demo accounts (invented), password for all: {demo.PASSWORD}")
    click.echo("\n".join(demo.account_lines()))


@click.command("load-moves", help="Bring the table of allowed moves to the rules. Repeatable.")
@with_appcontext
def moves() -> None:
    """After every migration."""
    with transaction() as session:
        load_moves(session, current_app.extensions["machines"])


@jobs_group.command("drain", help="Do all that waits, then end.")
def drain_jobs() -> None:
    """Runs the relay here if nobody does, else waits for the one that does."""
    relay.drain(current_app._get_current_object())  # type: ignore[attr-defined]  # the app itself
    click.echo("Nothing waits.")


@jobs_group.command("status", help="How many jobs wait, are on their way, in hand, done and dead.")
def jobs_status() -> None:
    """One line each."""
    found = dispatch.counts()
    for state, meaning in STATES.items():
        click.echo(f"{state:<11}{found[state]:>8}  {meaning}")


@jobs_group.command("dead", help="List the jobs that failed for good.")
def dead_letters() -> None:
    """One line each: id, task, attempts, error."""
    dead = jobs.dead_jobs()
    for job in dead:
        click.echo(f"{job.id}  {job.task}  {job.attempts}  {job.last_error}")
    click.echo(f"{len(dead)} dead job(s). Retry one with: flask --app wsgi jobs retry ID")


@jobs_group.command("retry", help="Give a dead job its attempts again; `all` for every one.")
@click.argument("job_id")
def retry_job(job_id: str) -> None:
    """Refuses an id that is not a dead job's."""
    chosen = [job.id for job in jobs.dead_jobs()] if job_id == "all" else [job_id]
    retried = sum(jobs.retry(each) for each in chosen)
    if not retried:
        raise click.ClickException("There is no such dead job.")
    click.echo(f"{retried} job(s) will be tried again.")


@jobs_group.command("give-up", help="Decide that a dead job is not done any more.")
@click.argument("job_id")
def give_up_job(job_id: str) -> None:
    """Refuses an id that is not a dead job's."""
    if not jobs.give_up(job_id):
        raise click.ClickException("There is no such dead job.")
    click.echo("The job is given up.")


@journal_group.command("verify", help="Check the chain of facts.")
def verify_journal() -> None:
    """Exit code 1 and the broken positions if it does not hold."""
    broken = relay.broken_seals()
    db.session.commit()
    if broken:
        raise click.ClickException(f"The chain is broken at {len(broken)} place(s), first at {broken[0]}.")
    click.echo("The chain holds.")
