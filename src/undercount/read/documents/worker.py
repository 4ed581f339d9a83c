"""Work on files that may be hostile, in a process of its own: limited, killed, started again.

The process runs one function after another, so that it is started once for many documents. It is
no multiprocessing child: those import the user's script again, which a script must be written for.
"""

from __future__ import annotations

import atexit
import faulthandler
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from threading import Lock, Timer
from typing import IO, Any, Final, TypeVar, TypeVarTuple, cast

from undercount.errors import InputError, Problem, UndercountError
from undercount.read.documents.limits import Limits

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_CODE: Final = (
    "import sys; memory = int(sys.argv[1]); sys.path[:] = sys.argv[2:]\n"
    "from undercount.read.documents.worker import serve\n"
    "serve(memory)"
)
_LENGTH: Final = struct.Struct(">Q")
_START: Final = 60.0  # seconds for the process to start on a busy machine
_GRACE: Final = 5.0  # a process whose parent is gone ends itself so many seconds over the limit


class Worker:
    """One process that calls functions for this one. Threads may share it; they take turns."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = Lock()
        self._closed = False

    def call(self, limits: Limits, name: str, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """What `function(*args)` returns there.

        Args:
            limits: the time it may take.
            name: file that the problem names where the function does not come back.
            function: something that can be imported by its name.
            args: its arguments.

        Raises:
            UndercountError: whatever error of ours the function raised.
            InputError: it took too long, needed too much memory, crashed or failed.
        """
        with self._turn:
            try:
                task = (limits.seconds, os.getcwd(), function, args)
                kind, answer = self._ask(limits.seconds, task)
            except _LateError:
                what = f"reading it took longer than the limit of {limits.seconds:g} seconds"
                raise InputError(Problem(what, name, hint="Split it into parts.")) from None
            except (EOFError, OSError, pickle.UnpicklingError):
                what = "the file makes its reader crash"
                hint = "It may be damaged: save it again, or save its text as UTF-8."
                raise InputError(Problem(what, name, hint=hint)) from None
        if kind == "done":
            return cast("T", answer)
        if kind == "refused":
            error, problems = answer
            raise error(problems)
        if kind == "memory":
            what = f"reading it needs more memory than the limit of {limits.memory:,} bytes"
            raise InputError(Problem(what, name, hint="Split it into parts."))
        what = f"the reader failed on this file ({answer})"
        raise InputError(Problem(what, name, hint="Please report it with the file."))

    def kill(self) -> None:
        """End the process for good, at once, whatever another thread is waiting for."""
        self._closed = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process and wait for its end; the next call starts another one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                _quietly_close(pipe)

    def _ask(self, seconds: float, task: object) -> tuple[str, Any]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._start()
        return self._exchange(seconds, task)

    def _start(self) -> None:
        command = [sys.executable, "-c", _CODE, str(self._memory), *sys.path]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        if self._closed:
            self._process.kill()
        self._exchange(_START, None)

    def _exchange(self, seconds: float, task: object) -> tuple[str, Any]:
        """Send and receive; the process is killed when the time is over or anything goes wrong."""
        process = self._process
        assert process is not None
        late: list[bool] = []

        def stop() -> None:
            late.append(True)
            process.kill()

        timer = Timer(seconds, stop)
        timer.start()
        try:
            if task is not None:
                _send(cast("IO[bytes]", process.stdin), task)
            answer = cast("tuple[str, Any]", _receive(cast("IO[bytes]", process.stdout)))
        except BaseException:
            timer.cancel()
            self.close()
            if late:
                raise _LateError from None
            raise
        timer.cancel()
        timer.join()
        if late or answer[0] == "memory":
            self.close()
        return answer


def guarded(limits: Limits, name: str, function: Callable[[*Ts], T], *args: *Ts) -> T:
    """`function(*args)` in the one process that this process keeps for single documents."""
    return _own(os.getpid(), limits.memory).call(limits, name, function, *args)


def serve(memory: int) -> None:
    """Run in the worker process: answer what is asked until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt ends
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # what a library prints must not stand between the answers
    _limit_memory(memory)
    _send(replies, ("ready", None))
    while True:
        try:
            seconds, folder, function, args = cast("Any", _receive(sys.stdin.buffer))
        except EOFError:
            return
        faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
        try:
            os.chdir(folder)  # paths may be relative to where the parent is now
            frame = _frame(("done", function(*args)))
        except UndercountError as error:
            frame = _frame(("refused", (type(error), error.problems)))
        except MemoryError:
            frame = _frame(("memory", None))
        except Exception as error:  # noqa: BLE001  the file is named to the user, others go on
            frame = _frame(("failed", f"{type(error).__name__}: {error}"[:200]))
        faulthandler.cancel_dump_traceback_later()
        replies.write(frame)
        replies.flush()


class _LateError(Exception):
    """The time is over."""


@cache
def _own(pid: int, memory: int) -> Worker:
    # By process id: a fork must not talk through its parent's pipes, nor end its parent's worker.
    worker = Worker(memory)
    atexit.register(lambda: worker.close() if os.getpid() == pid else None)
    return worker


def _limit_memory(memory: int) -> None:
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, AttributeError, ValueError, OSError):
        return  # this system has no such limit


def _frame(message: object) -> bytes:
    body = pickle.dumps(message, protocol=5)
    return _LENGTH.pack(len(body)) + body


def _send(pipe: IO[bytes], message: object) -> None:
    pipe.write(_frame(message))
    pipe.flush()


def _receive(pipe: IO[bytes]) -> object:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return pickle.loads(_exactly(pipe, length))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _quietly_close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass  # what was still to be written has no reader any more
