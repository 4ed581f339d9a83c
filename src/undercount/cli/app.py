"""The command `undercount` and its one way of failing."""

from __future__ import annotations

import importlib
import io
import os
import sys
import textwrap

import click

from undercount import __version__
from undercount.errors import UndercountError
from undercount.visible import visible

# Name to one line of help. The modules are imported when a command is called, not to list them.
COMMANDS = {
    "run": "Do every step a project asks for; print the answers.",
    "demo": "Run the example on the Calais camp, 2014 to 2016.",
    "init": "Make a new project.",
    "report": "Write the report: interactive, or in French.",
    "check": "Check a project's files and name what is stale.",
    "read": "Read documents: who said what number of whom.",
    "encode": "Encode lists that their owner cannot show, for others to link.",
    "link": "Link lists of people, with what that leaves in doubt.",
    "estimate": "Estimate the people nobody counted, from a capture table.",
    "trace": "Rank who may be a child's family, for people to decide.",
    "trace-decide": "Accept or reject a request for a case, or ask for more.",
    "trace-log": "Show who looked at which case, when and why.",
    "trace-export": "Write cases or requests for another office, those who agreed.",
    "trace-steps": "Show what a family link may support, and until when.",
    "trace-encode": "Encode cases or requests, to meet those of another body.",
    "trace-meet": "Bring encoded cases and requests together.",
    "trace-pairs": "Show one's own half of what came out of that.",
    "reconcile": "Reconcile figures that disagree; name what cannot all be true.",
    "review": "Look and decide in the browser, on this machine only.",
    "ledger": "List a project's figures.",
    "decide": "Accept or reject figures that were read.",
    "export": "Write figures, series and estimates for other tools.",
}
# Our matrices are small: threads of the linear algebra cost more in waiting than they save. It
# must be said before numpy loads; whoever has set it keeps it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BAD_INPUT = 2
INTERRUPTED = 130
CLOSED = 141  # the reader of the output left, as `head` does; what a shell says of such a program
_NARROW = 20  # columns; a terminal may say that it has none


class _Lazy(click.Group):
    """A group that imports a command's module only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"undercount.cli.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="undercount %(version)s")
def app() -> None:
    """Who said how many, how sure that is, and how many nobody counted.

    Start with: undercount demo
    """


def main() -> None:
    """Run the command line; bad input is one message per problem and exit code 2."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called, as `>&-` does
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  it stays open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no dash or no Arabic shows its number; it does not crash.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run()
    except BrokenPipeError:
        code = CLOSED
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            # What is still to be written has no reader; Python would complain of it at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = CLOSED
    sys.exit(code)


def _run() -> int:
    try:
        # Not standalone: click would turn an interruption into exit code 1, which is a failure.
        return app(prog_name="undercount", standalone_mode=False) or 0
    except SystemExit as stop:
        # No command ends with 1: click and rich do where the reader of their pipe has left.
        return CLOSED if stop.code == 1 else int(stop.code or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted; what was done stays done")
        return INTERRUPTED
    except SystemError as error:
        # Compiled code that ctrl-C meets says that something was raised in it, and so does what
        # had called it.
        beneath: BaseException | None = error
        while isinstance(beneath, SystemError):
            beneath = beneath.__cause__ or beneath.__context__
        if not isinstance(beneath, KeyboardInterrupt):
            raise
        _say("interrupted; what was done stays done")
        return INTERRUPTED
    except UndercountError as error:
        for problem in error.problems:
            _say(str(problem))
        return BAD_INPUT
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _say(f"{place}{(error.strerror or str(error)).lower()}. Look at its place and permissions")
        return BAD_INPUT


def _say(words: str) -> None:
    text = visible(f"undercount: {words}")
    if sys.stderr.isatty():
        # Paths stay whole, so that they can be copied.
        width = max(_NARROW, os.get_terminal_size(sys.stderr.fileno()).columns)
        text = textwrap.fill(
            text, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
    click.echo(text, err=True)
