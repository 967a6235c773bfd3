"""Runs programs under asyncio, in virtual time, and returns their traces. ProgramRun.cs is its twin."""

import asyncio
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness  # noqa: E402
import determinism  # noqa: E402

MAX_FRAMES = 60
MAX_ITERATIONS = 1000
FUTURES = 3


class Error(Exception):
    """What programs raise."""


class Unusable(Exception):
    """A program that proves nothing: one that deadlocks again while it is being ended, or that takes for ever."""


def describe(exception):
    """The program's own exceptions with their messages, all others by kind."""
    if isinstance(exception, BaseExceptionGroup):
        return f"Group[{', '.join(map(describe, exception.exceptions))}]"
    if isinstance(exception, (Error, asyncio.CancelledError)) and str(exception):
        return f"{harness.kind(exception)}: {exception}"
    return harness.kind(exception)


def format_result(value):
    if isinstance(value, BaseException):
        return describe(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(format_result, value))}]"
    return str(value)


def format_awaited(name, value):
    """A future of several things has no results in ours where it is made of coroutines."""
    return "kept" if name[0] == "k" and value != "missing" else format_result(value)


def seconds(word):
    return None if word == "-" else float(word)


class Loop(harness.Loop):
    """The harness's loop, which also looks after the end of a program."""

    def __init__(self, run):
        self.run = run
        super().__init__()
        self.set_exception_handler(run.handle)
        self.set_task_factory(lambda loop, coroutine, **options: determinism.Task(coroutine, loop=loop, **options))

    create_task = asyncio.SelectorEventLoop.create_task

    def _run_once(self):
        if self.iteration > MAX_ITERATIONS:
            raise Unusable
        super()._run_once()

    def close(self):
        try:
            self.run.finish()
        finally:
            super().close()


class Run:
    """One run of a program."""

    def __init__(self, bodies):
        self.bodies = bodies
        self.slots = {}
        self.frames = 0
        self.instances = {}
        self.names = {}
        self.unseen = []
        self.ending = []
        self.is_over = False

    # The run as a whole

    def perform(self):
        """Runs the program from start to end."""
        harness.take_lines()
        try:
            with asyncio.Runner(loop_factory=lambda: Loop(self)) as runner:
                self.loop = runner.get_loop()
                self.create_objects()
                self.slots["t0"] = main = self.make("b0")
                try:
                    outcome = f"returned {format_result(runner.run(self.main(main)))}"
                except Unusable:
                    raise
                except BaseException as exception:
                    outcome = "raised " + ("deadlock" if str(exception) == "deadlock" else describe(exception))
                    del exception
                self.log("main", outcome, "at", self.loop.iteration, self.loop.now)
                del main
        except RuntimeError as exception:
            raise Unusable from exception
        finally:
            self.is_over = True
        return harness.take_lines() + self.ending + sorted(self.unseen)

    async def main(self, body):
        self.slots["t0"] = asyncio.current_task()
        return await body

    def create_objects(self):
        for number in range(FUTURES):
            self.slots[f"f{number}"] = self.loop.create_future()
        # Of each kind, the first is held by blocks only and the second by hand only.
        lock = asyncio.Lock()
        self.objects = {
            "l0": asyncio.Lock(), "l1": asyncio.Lock(), "s0": asyncio.Semaphore(1), "s1": asyncio.Semaphore(2),
            "u0": asyncio.BoundedSemaphore(2), "u1": asyncio.BoundedSemaphore(1), "e0": asyncio.Event(),
            "e1": asyncio.Event(), "c0": asyncio.Condition(), "c1": asyncio.Condition(lock), "l2": lock,
            "r0": asyncio.Barrier(2), "r1": asyncio.Barrier(3), "q0": asyncio.Queue(1), "q1": asyncio.Queue(2),
            "q2": asyncio.Queue(), "p0": asyncio.PriorityQueue(2), "o0": asyncio.LifoQueue(2)}

    def handle(self, loop, context):
        exception = context.get("exception")
        text = "none" if exception is None else describe(exception)
        if "never retrieved" in context["message"]:
            self.unseen.append(f"unseen {text}")
        else:
            self.log("handler", text)

    def finish(self):
        """The loop is about to close: notes how everything ended, and lets go of it, so that it can be reported."""
        if harness.ordered_tasks(self.loop):
            # asyncio destroys what starts as late as that.
            raise Unusable
        for name, item in sorted(self.slots.items()):
            if asyncio.isfuture(item):
                state = "pending" if not item.done() else "cancelled" if item.cancelled() else "done"
                if state == "done" and item._exception is not None:
                    state = "failed"
                count = f" {item.cancelling()}" if isinstance(item, determinism.Task) else ""
                self.ending.append(f"{name} {state}{count}")
        self.slots.clear()
        self.names.clear()

    def log(self, *words):
        # What is destroyed after its run has nothing to say.
        if not self.is_over:
            harness.log(*words)

    # Frames

    def make(self, name):
        """A coroutine of a body. What is too much does nothing."""
        number = self.instances[name] = self.instances.get(name, 0) + 1
        self.frames += 1
        lines = self.bodies[name] if self.frames <= MAX_FRAMES and name in self.bodies else []
        return Frame(self, f"{name}.{number}", lines).run()

    def item(self, name):
        """What a name stands for: a task or future, or a fresh coroutine."""
        return self.make(name) if name[0] == "b" else self.slots.get(name)

    def items(self, names):
        return [item for item in map(self.item, names) if item is not None]

    # Statements that do not wait

    def act(self, label, words):
        """Does something, and logs what came of it."""
        if words[0] == "try":
            try:
                result = self.do(words[1:])
            except BaseException as exception:
                self.log(label, *words, "!", describe(exception))
                return
        else:
            result = self.do(words)
        self.log(label, *words, *([] if result is None else ["=", format_result(result)]))

    def do(self, words):
        operation, *rest = words
        return getattr(self, f"do_{operation}")(*rest)

    def schedule(self, name, words, start):
        self.slots[name] = start(lambda *_: self.act("callback", words))

    def target(self, name):
        return asyncio.current_task() if name == "self" else self.slots.get(name)

    def do_log(self, *words):
        pass

    def do_raise(self, message):
        raise Error(message)

    def do_raisecancel(self, message):
        raise asyncio.CancelledError(message)

    def do_spawn(self, name):
        self.slots[name] = asyncio.create_task(self.make(f"b{name[1:]}"))

    def do_eager(self, name):
        self.slots[name] = determinism.Task(self.make(f"b{name[1:]}"), loop=self.loop, eager_start=True)

    def do_gspawn(self, group, name):
        if (target := self.slots.get(group)) is None:
            return "missing"
        self.slots[name] = target.create_task(self.make(f"b{name[1:]}"))

    def do_cancel(self, name, message=None):
        target = self.target(name)
        if target is None:
            return "missing"
        return target.cancel() if name[0] == "h" else target.cancel(message)

    def do_uncancel(self, name):
        target = self.target(name)
        return "missing" if target is None else target.uncancel()

    def do_cancelling(self, name):
        target = self.target(name)
        return "missing" if target is None else target.cancelling()

    def do_result(self, name):
        target = self.target(name)
        return "missing" if target is None else format_awaited(name, target.result())

    def do_exception(self, name):
        target = self.target(name)
        return "missing" if target is None else target.exception() or "None"

    def do_set(self, name, value):
        self.slots[name].set_result(value)

    def do_fail(self, name, message):
        self.slots[name].set_exception(Error(message))

    def do_soon(self, name, *words):
        self.schedule(name, words, self.loop.call_soon)

    def do_later(self, name, delay, *words):
        self.schedule(name, words, lambda callback: self.loop.call_later(float(delay), callback))

    def do_callback(self, name, *words):
        if (target := self.slots.get(name)) is None:
            return "missing"
        target.add_done_callback(lambda _: self.act("callback", words))

    def do_alltasks(self):
        return len(asyncio.tasks.all_tasks(self.loop))

    def do_reschedule(self, name, delay):
        if (timeout := self.slots.get(name)) is None:
            return "missing"
        timeout.reschedule(None if delay == "-" else self.loop.time() + float(delay))

    def do_expired(self, name):
        return "missing" if (timeout := self.slots.get(name)) is None else timeout.expired()

    def do_when(self, name):
        if (timeout := self.slots.get(name)) is None:
            return "missing"
        return "None" if timeout.when() is None else harness.format_seconds(timeout.when())

    def do_release(self, name):
        self.objects[name].release()

    def do_locked(self, name):
        return self.objects[name].locked()

    def do_eset(self, name):
        self.objects[name].set()

    def do_eclear(self, name):
        self.objects[name].clear()

    def do_notify(self, name, count):
        self.objects[name].notify(int(count))

    def do_notifyall(self, name):
        self.objects[name].notify_all()

    def do_parties(self, name):
        barrier = self.objects[name]
        return f"{barrier.n_waiting} {'broken' if barrier.broken else 'whole'}"

    def do_putnow(self, name, item):
        self.objects[name].put_nowait(item)

    def do_getnow(self, name):
        return self.objects[name].get_nowait()

    def do_taskdone(self, name):
        self.objects[name].task_done()

    def do_shutdown(self, name, immediate="later"):
        self.objects[name].shutdown(immediate == "now")

    def do_size(self, name):
        return self.objects[name].qsize()

    def do_keep(self, name, operation, *names):
        items = self.items(names)
        if items:
            self.slots[name] = asyncio.gather(*items) if operation == "gather" else asyncio.shield(items[0])

    def do_completed(self, name, timeout, *names):
        self.slots[name] = asyncio.as_completed(self.items(names), timeout=seconds(timeout))

    # Expressions that may wait: each returns something to await

    def start(self, words):
        operation, *rest = words
        return getattr(self, f"start_{operation}")(*rest)

    async def nothing(self, value=None):
        return value

    def start_sleep(self, delay):
        return asyncio.sleep(float(delay))

    def start_yield(self):
        return asyncio.sleep(0)

    def start_await(self, name):
        return self.nothing("missing") if (item := self.item(name)) is None else item

    def start_waitfor(self, timeout, *words):
        return asyncio.wait_for(self.start(words), seconds(timeout))

    def start_gather(self, *names):
        return asyncio.gather(*self.items(names))

    def start_gatherx(self, *names):
        return asyncio.gather(*self.items(names), return_exceptions=True)

    def start_shield(self, name):
        return self.nothing("missing") if (item := self.item(name)) is None else asyncio.shield(item)

    def start_wait(self, until, timeout, *names):
        found = {item: name for name in names if (item := self.slots.get(name)) is not None}
        if not found:
            # An error of the call in ours; asyncio's call is a coroutine.
            raise ValueError
        return self.wait(found, seconds(timeout), {
            "all": asyncio.ALL_COMPLETED, "first": asyncio.FIRST_COMPLETED, "error": asyncio.FIRST_EXCEPTION}[until])

    async def wait(self, names, timeout, until):
        done, pending = await asyncio.wait(names, timeout=timeout, return_when=until)
        return [" ".join(map(names.get, done)), " ".join(map(names.get, pending))]

    def start_next(self, name):
        if (completions := self.slots.get(name)) is None:
            return self.nothing("missing")
        for result in completions:
            return result
        return self.nothing("end")

    async def start_nexttask(self, name):
        if (completions := self.slots.get(name)) is None:
            return "missing"
        async for task in completions:
            return next((name for name in sorted(self.slots) if self.slots[name] is task), "unnamed")
        return "end"

    def start_acquire(self, name):
        return self.objects[name].acquire()

    def start_ewait(self, name):
        return self.objects[name].wait()

    def start_cwait(self, name):
        return self.objects[name].wait()

    def start_cwaitfor(self, name, event):
        return self.objects[name].wait_for(self.objects[event].is_set)

    def start_bwait(self, name):
        return self.objects[name].wait()

    def start_breset(self, name):
        return self.objects[name].reset()

    def start_babort(self, name):
        return self.objects[name].abort()

    def start_put(self, name, item):
        return self.objects[name].put(item)

    def start_get(self, name):
        return self.objects[name].get()

    def start_join(self, name):
        return self.objects[name].join()

    def start_tryblock(self, body, kind, handler, cleanup):
        return self.try_block(self.make(body), kind, handler, cleanup)

    async def try_block(self, body, kind, handler, cleanup):
        kinds = {"Error": Error, "Exception": Exception, "Cancelled": asyncio.CancelledError,
                 "Timeout": TimeoutError, "Group": BaseExceptionGroup}
        try:
            await body
        except kinds[kind]:
            await self.make(handler)
        finally:
            if cleanup != "-":
                await self.make(cleanup)


class Frame:
    """One call of a body."""

    def __init__(self, run, label, lines):
        self.world = run
        self.label = label
        self.lines = lines
        self.deferred = []

    async def run(self):
        try:
            returned = await self.perform(self.lines)
            return returned and returned[0]
        finally:
            await self.clean_up()

    async def clean_up(self):
        if self.deferred:
            try:
                await self.deferred.pop()
            finally:
                await self.clean_up()

    async def perform(self, lines):
        """Runs the statements of a block. Returns a tuple if one of them was a return."""
        for line in lines:
            operation, *rest = line.words
            if operation == "return":
                return (rest[0],)
            if block := getattr(self, f"block_{operation}", None):
                if returned := await block(line, *rest):
                    return returned
                self.log(line.words, "end")
            elif operation == "defer":
                self.deferred.append(self.world.make(rest[0]))
                self.log(line.words)
            elif operation == "settle":
                await self.settle(line.words, rest, Exception)
            elif operation == "settleall":
                await self.settle(line.words, rest, BaseException)
            elif hasattr(self.world, f"start_{operation}"):
                self.log(line.words, "=", format_awaited(rest[-1] if rest else "-", await self.world.start(line.words)))
            else:
                self.world.act(self.label, line.words)

    def log(self, words, *more):
        self.world.log(self.label, *words, *more)

    async def settle(self, words, expression, kinds):
        try:
            result = await self.world.start(expression)
        except kinds as exception:
            if isinstance(exception, (Unusable, GeneratorExit)):
                raise
            self.log(words, "!", describe(exception))
        else:
            self.log(words, "=", format_awaited(expression[-1], result))

    async def block_timeout(self, line, name, delay):
        async with asyncio.timeout(seconds(delay)) as self.world.slots[name]:
            return await self.perform(line.block)

    async def block_group(self, line, name):
        async with asyncio.TaskGroup() as self.world.slots[name]:
            return await self.perform(line.block)

    async def block_with(self, line, name):
        async with self.world.objects[name]:
            return await self.perform(line.block)

    async def block_finally(self, line, *words):
        try:
            return await self.perform(line.block)
        finally:
            self.world.act(self.label, words)


def perform(bodies):
    """The trace of a program, a list of lines; None if it proves nothing."""
    try:
        return Run(bodies).perform()
    except Unusable:
        return None


determinism.install()

# What is left of a program that is unusable is destroyed at some time, and has nothing to say.
sys.unraisablehook = lambda unraisable: None
