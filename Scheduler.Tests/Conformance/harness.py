"""What the conformance programs share: a loop in virtual time, and the trace.

A program is a file of cases. A case is a function marked with @case: a coroutine function is run by asyncio.run, a
plain function drives loops itself. Each case runs in a process of its own, since CPython counts task names per process.

The trace has one line for each call of log: the iteration of the running loop, its time in seconds, and the text.
"""

import asyncio
import functools
import gc
import heapq
import math
import selectors
import signal
import threading
from asyncio import events

CASES = {}
_lines = []


def case(function):
    """Marks a function as a case, known by its name."""
    CASES[function.__name__] = function
    return function


_notes = []


def noted_case(function):
    """Marks a coroutine function whose notes are logged at its end: how many iterations pass is up to the system there."""
    async def main():
        asyncio.get_running_loop().set_exception_handler(
            lambda loop, context: note("handler", kind(context["exception"])))
        await function()

    def perform():
        run(main())
        for words in _notes:
            log(*words)

    CASES[function.__name__] = perform
    return function


def note(*words):
    """Adds a line to what is logged at the end of the case."""
    _notes.append(words)


def log(*words):
    """Adds a line to the trace."""
    loop = events._get_running_loop()
    iteration, now = ("-", "-") if loop is None else (loop.iteration, format_seconds(loop.time()))
    _lines.append(f"{iteration:>2} {now:>4}  {' '.join(map(format_word, words))}")


def take_lines():
    """The lines since the last call, for those who run several programs in one process."""
    global _lines
    taken, _lines = _lines, []
    return taken


def format_seconds(seconds):
    text = repr(float(seconds))
    return text.removesuffix(".0")


def format_word(word):
    if isinstance(word, float):
        return format_seconds(word)
    return describe(word) if isinstance(word, BaseException) else str(word)


def describe(exception):
    """An exception of the program itself: its type and its message."""
    if isinstance(exception, BaseExceptionGroup):
        return f"ExceptionGroup[{', '.join(map(describe, exception.exceptions))}]"
    message = str(exception)
    return f"{kind(exception)}: {message}" if message else kind(exception)


def kind(exception):
    """An exception of the library, whose wording is its own affair: its type."""
    return type(exception).__name__


class JumpingSelector(selectors.DefaultSelector):
    """Asks what is ready without ever waiting for a deadline: the loop's time jumps there instead."""

    loop = None

    # What another thread does while the loop waits the next time.
    meanwhile = None

    def select(self, timeout=None):
        events = super().select(0)
        if events or (timeout is not None and timeout <= 0):
            return events

        if self.meanwhile is not None:
            thread = threading.Thread(target=self.meanwhile)
            self.meanwhile = None
            thread.start()
            thread.join()
            return super().select(0)

        # Not by the timeout: the loop cuts that to a day, and adding it to the time would round.
        if self.loop._scheduled:
            self.loop.now = self.loop._scheduled[0]._when
            return events

        # Only a socket can go on from here; the loop's own is always among them.
        events = super().select(5 if len(self.get_map()) > 1 else 0)
        if not events:
            raise RuntimeError("deadlock")
        return events


@functools.total_ordering
class OrderedTimer(asyncio.TimerHandle):
    """A timer whose ties are broken by the order in which the timers were set; asyncio leaves that open."""

    number = 0

    def __init__(self, *args):
        super().__init__(*args)
        OrderedTimer.number += 1
        self._number = OrderedTimer.number

    def __lt__(self, other):
        return (self._when, self._number) < (other._when, other._number)


class Loop(asyncio.SelectorEventLoop):
    """asyncio's own loop, in virtual time, which counts its iterations and does nothing in an undefined order."""

    current = None

    def __init__(self):
        self.now = 0.0
        self.iteration = 0
        self.created = []
        selector = JumpingSelector()
        selector.loop = self
        super().__init__(selector)
        self.set_exception_handler(report)
        Loop.current = self

    def time(self):
        return self.now

    # asyncio calls a timer due when it is before now + resolution. Beside a large time a fixed resolution vanishes.
    @property
    def _clock_resolution(self):
        return math.ulp(self.now)

    @_clock_resolution.setter
    def _clock_resolution(self, value):
        pass

    def _run_once(self):
        self.iteration += 1
        super()._run_once()

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        timer = OrderedTimer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def create_task(self, coro, **options):
        return self._note(lambda: super(Loop, self).create_task(coro, **options))

    def create_eager_task(self, coro, **options):
        return self._note(lambda: asyncio.Task(coro, loop=self, eager_start=True, **options))

    def _note(self, create):
        # An eager task may create others before it is known here; it is older than they.
        index = len(self.created)
        self.created.append(None)
        self.created[index] = create()
        return self.created[index]

    def close(self):
        super().close()
        # What nobody has looked at is reported now, in the order of creation, instead of at some collection.
        tasks, self.created = self.created, []
        for index in range(len(tasks)):
            tasks[index] = None
        gc.collect()


def report(loop, context):
    """The exception handler: logs the exception alone, since the messages differ."""
    exception = context.get("exception")
    log("handler:", "no exception" if exception is None else exception)


def while_it_waits(loop, meanwhile):
    """Has another thread do something while the loop waits, and moves the clock past the timers of that wait."""
    def post():
        loop.now = 10.0
        meanwhile()

    loop._selector.meanwhile = post


def ordered_tasks(loop=None):
    """asyncio.all_tasks, in the order of creation instead of as a set."""
    loop = loop or asyncio.get_running_loop()
    starting = iter(sorted(asyncio.tasks._eager_tasks, key=lambda task: task.get_name()))
    tasks = [next(starting, None) if task is None else task for task in loop.created]
    return [task for task in tasks if task is not None and not task.done()]


class OrderedSet(dict):
    """A set in the order of insertion, as far as asyncio needs one."""

    def __init__(self, items=()):
        super().__init__(dict.fromkeys(items))

    def add(self, item):
        self[item] = None

    def remove(self, item):
        del self[item]

    def discard(self, item):
        self.pop(item, None)


def order_sets():
    """Puts ordered sets into asyncio: for what wait is given, for the children of a group, for all tasks."""
    asyncio.tasks.set = asyncio.taskgroups.set = OrderedSet
    asyncio.all_tasks = asyncio.tasks.all_tasks = ordered_tasks


class Barrier(asyncio.Barrier):
    """A barrier whose parties have different numbers; asyncio's has two equal ones where one has left while it fills."""

    def __init__(self, parties):
        super().__init__(parties)
        self._vacant = []

    async def wait(self):
        async with self._cond:
            await self._block()
            index = self._vacant.pop() if self._vacant else self._count
            self._count += 1
            try:
                if self._count == self._parties:
                    await self._release()
                else:
                    await self._wait()
                return index
            finally:
                self._leave(index)

    def _leave(self, index):
        self._count -= 1
        if self._count == 0:
            self._vacant.clear()
        elif self.n_waiting:
            self._vacant.append(index)
        self._exit()


def number_barriers():
    """Gives the parties of a barrier different numbers, as ours does."""
    asyncio.Barrier = Barrier


def run(coroutine):
    """asyncio.run, in virtual time."""
    return asyncio.run(coroutine, loop_factory=Loop)


def interrupt():
    """Ctrl-C arrives from outside, to be noticed in the next iteration."""
    Loop.current.call_soon_threadsafe(signal.raise_signal, signal.SIGINT)


async def noop():
    """Ends at once."""


async def pause(iterations=2):
    """Lets some iterations pass."""
    for _ in range(iterations):
        await asyncio.sleep(0)


async def fail(exception):
    """Raises the exception."""
    raise exception


async def guard(name, coroutine):
    """Awaits a coroutine, and logs how it ends."""
    try:
        result = await coroutine
        log(name, "done" if result is None or result is True else f"done {result}")
    except BaseException as error:
        log(name, "caught", kind(error))


def start(name, coroutine):
    """Makes a task that logs how it ends."""
    return create_task(guard(name, coroutine), name=name)


async def finish(*tasks):
    """Waits for tasks of start."""
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            log(task.get_name(), "never began")


async def at_each_moment(scenario, moments, times=1):
    """Plays a scenario again and again, and cancels its victim one iteration later each time."""
    for moment in range(moments):
        log("moment", moment)
        victim, tasks, check = scenario()
        await pause(moment)
        for _ in range(times):
            log("cancel", victim.cancel())
        await finish(*tasks)
        log("state", check())


def attempt(action, *args):
    """What an action returns, or the kind of error that it raises."""
    try:
        result = action(*args)
        return "nothing" if result is None else str(result)
    except Exception as error:
        return kind(error)


def create_task(coroutine, **options):
    """loop.create_task, inside and outside of a running loop."""
    return asyncio.create_task(coroutine, **options)


def create_eager_task(coroutine, **options):
    """A task that takes its first step at once, where a loop is running."""
    return asyncio.get_running_loop().create_eager_task(coroutine, **options)


async def ending(name, awaitable):
    """Awaits something, and logs how it ended, and how many cancels are left."""
    try:
        result = await awaitable
    except (Exception, asyncio.CancelledError) as error:
        log(name, "raised", error, "cancelling", asyncio.current_task().cancelling())
    else:
        words = ("ended",) if result is None else ("returned", result)
        log(name, *words, "cancelling", asyncio.current_task().cancelling())


def ends(run):
    """Calls what runs a main coroutine, and logs how that ended."""
    try:
        log("returned", run())
    except BaseException as error:
        log("raised", error)


def perform(function):
    """Runs a case, and returns the lines of its trace."""
    order_sets()
    number_barriers()
    if not asyncio.iscoroutinefunction(function):
        function()
        return _lines

    try:
        result = run(function())
    except BaseException as exception:
        log("raised", exception)
    else:
        log("returned" if result is None else f"returned {result}")
    return _lines
