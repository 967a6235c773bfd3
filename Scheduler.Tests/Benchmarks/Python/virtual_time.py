"""An asyncio loop whose clock jumps to the next deadline, instead of waiting for it."""
import asyncio
import selectors


class JumpingSelector(selectors.SelectSelector):
    """Polls nothing: these programs have no I/O."""

    def __init__(self):
        super().__init__()
        self.time = 0.0

    def select(self, timeout=None):
        if timeout is not None and timeout > 0:
            self.time += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self._jumping = JumpingSelector()
        super().__init__(self._jumping)

    def time(self):
        return self._jumping.time


def run(main):
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(main)
    finally:
        loop.close()
