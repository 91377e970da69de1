"""The process that `serve` brings along, and starts again when it dies."""

import os
import subprocess
import threading
from collections.abc import Sequence

PAUSE_S = 2.0
_LAST_SECONDS = 20


class Companion:
    """A child process that is kept running until `end`, which only its own parent may call.

    Jobs are taken up where they stood, but only by a worker: a machine that is short of memory
    ends that one first, and nobody sits beside it.
    """

    def __init__(self, command: Sequence[str], pause_s: float = PAUSE_S) -> None:
        self._command = list(command)
        self._pause_s = pause_s
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._is_ending = threading.Event()
        self._child = subprocess.Popen(self._command)  # noqa: S603 - our own command
        threading.Thread(target=self._keep, daemon=True).start()

    def end(self) -> None:
        """Tell the child to stop and wait for it.

        A fork of the parent leaves on the same path: it must not take the child with it.
        """
        if os.getpid() != self._owner:
            return
        with self._lock:
            self._is_ending.set()
            self._child.terminate()
        try:
            self._child.wait(timeout=_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _keep(self) -> None:
        while True:
            self._child.wait()
            if self._is_ending.wait(self._pause_s):
                return
            with self._lock:
                if self._is_ending.is_set():
                    return
                self._child = subprocess.Popen(self._command)  # noqa: S603 - our own command
