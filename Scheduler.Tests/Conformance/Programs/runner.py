"""asyncio.Runner: several runs on one loop, and its end. Rules 38 and 39."""

import asyncio
import contextvars

from harness import Loop, case, create_task, ends, fail, interrupt, kind, log, noop, pause

value = contextvars.ContextVar("value", default="default")


def make_runner():
    return asyncio.Runner(loop_factory=Loop)


def loop():
    return asyncio.get_running_loop()


async def answer(name, seconds=1):
    log(name, "begins")
    await asyncio.sleep(seconds)
    log(name, "ends")
    return name


async def linger(name, seconds=100, cleanup=0):
    try:
        await asyncio.sleep(seconds)
        log(name, "ended by itself")
    finally:
        if cleanup:
            await asyncio.sleep(cleanup)
        log(name, "cleaned up")


@case
def several_runs():
    with make_runner() as runner:
        for name in "abc":
            log("returned", runner.run(answer(name)))
    log("closed")


@case
def no_run_at_all():
    with make_runner():
        log("nothing")
    log("closed")


@case
def run_that_fails_and_another():
    with make_runner() as runner:
        ends(lambda: runner.run(fail(ValueError("lost"))))
        ends(lambda: runner.run(answer("next")))


@case
def run_that_is_cancelled_and_another():
    async def cancelled():
        asyncio.current_task().cancel("enough")
        await asyncio.sleep(1)

    with make_runner() as runner:
        ends(lambda: runner.run(cancelled()))
        ends(lambda: runner.run(answer("next")))


@case
def main_that_does_not_suspend():
    async def main():
        return "at once"

    with make_runner() as runner:
        ends(lambda: runner.run(main()))
        ends(lambda: runner.run(main()))


@case
def time_stands_still_between_the_runs():
    with make_runner() as runner:
        runner.run(asyncio.sleep(1.5))
        runner.run(asyncio.sleep(0))
        log("time", runner.get_loop().time())


@case
def tasks_are_left_between_the_runs():
    async def leaving():
        create_task(linger("left", 2))
        await asyncio.sleep(1)

    with make_runner() as runner:
        runner.run(leaving())
        log("between")
        runner.run(answer("next", 5))


@case
def timers_are_left_between_the_runs():
    async def leaving():
        loop().call_later(2, log, "timer")
        loop().call_soon(loop().call_soon, log, "callback")

    with make_runner() as runner:
        runner.run(leaving())
        log("between")
        runner.run(answer("next", 5))


@case
def tasks_left_are_cancelled_at_the_end():
    async def leaving(name):
        create_task(linger(name, cleanup=1))
        await asyncio.sleep(1)

    with make_runner() as runner:
        runner.run(leaving("a"))
        runner.run(leaving("b"))
        log("closing")
    log("closed")


@case
def tasks_left_are_cancelled_when_a_run_failed():
    async def failing():
        create_task(linger("left"))
        await asyncio.sleep(1)
        raise ValueError("lost")

    def whole():
        with make_runner() as runner:
            runner.run(failing())

    ends(whole)


@case
def task_left_that_fails_at_the_end():
    async def faulty():
        try:
            await asyncio.sleep(100)
        finally:
            raise ValueError("in the clean-up")

    async def leaving():
        create_task(faulty())
        await asyncio.sleep(1)

    with make_runner() as runner:
        runner.run(leaving())
        log("closing")
    log("closed")


@case
def task_that_failed_unseen_between_the_runs():
    async def leaving():
        create_task(fail(ValueError("unseen")))
        await asyncio.sleep(1)

    with make_runner() as runner:
        runner.run(leaving())
        log("between")
        runner.run(noop())
        log("closing")
    log("closed")


@case
def task_of_one_run_awaited_in_another():
    tasks = []

    async def making():
        tasks.append(create_task(answer("child", 3)))
        await asyncio.sleep(1)

    async def awaiting():
        return await tasks[0]

    with make_runner() as runner:
        runner.run(making())
        ends(lambda: runner.run(awaiting()))


@case
def closed_twice():
    runner = make_runner()
    runner.run(answer("main"))
    runner.close()
    runner.close()
    log("closed")


@case
def run_after_the_end():
    runner = make_runner()
    runner.run(noop())
    runner.close()
    main = noop()
    try:
        runner.run(main)
    except RuntimeError as error:
        log("raised", kind(error))
    main.close()


@case
def run_inside_a_run():
    async def inner():
        log("never")

    async def main():
        coroutine = inner()
        try:
            runner.run(coroutine)
        except RuntimeError as error:
            log("raised", kind(error))
        coroutine.close()

    with make_runner() as runner:
        runner.run(main())
        ends(lambda: runner.run(answer("next")))


@case
def another_runner_inside_a_run():
    async def inner():
        log("never")

    async def main():
        coroutine = inner()
        other = make_runner()
        try:
            other.run(coroutine)
        except RuntimeError as error:
            log("raised", kind(error))
        coroutine.close()
        await asyncio.sleep(1)

    with make_runner() as runner:
        ends(lambda: runner.run(main()))


@case
def loop_before_the_first_run():
    with make_runner() as runner:
        runner.get_loop().call_soon(log, "callback")
        runner.run(answer("main"))


@case
def stopped_in_the_middle():
    async def main():
        loop().call_later(1, loop().stop)
        await linger("main", 2)

    with make_runner() as runner:
        try:
            runner.run(main())
        except RuntimeError as error:
            log("raised", kind(error))
        runner.run(answer("next", 5))


# Values.


async def show(name):
    log(name, "sees", value.get())
    value.set(name)


@case
def values_are_kept_between_the_runs():
    with make_runner() as runner:
        for name in "abc":
            runner.run(show(name))
    log("outside", value.get())


@case
def values_set_before_the_end_of_a_failing_main():
    async def failing():
        value.set("failing main's")
        raise ValueError("lost")

    with make_runner() as runner:
        ends(lambda: runner.run(failing()))
        runner.run(show("next"))


@case
def values_set_before_and_between():
    value.set("before")
    with make_runner() as runner:
        value.set("between the making and the run")
        runner.run(show("a"))
        value.set("between the runs")
        runner.run(show("b"))
    log("outside", value.get())


@case
def values_of_a_context_that_is_given():
    value.set("given")
    context = contextvars.copy_context()
    value.set("outside")
    with make_runner() as runner:
        runner.run(show("a"))
        runner.run(show("in the given one"), context=context)
        runner.run(show("b"))


@case
def values_set_after_a_suspension():
    async def main():
        value.set("first")
        await asyncio.sleep(1)
        value.set("second")
        await asyncio.sleep(1)

    with make_runner() as runner:
        runner.run(main())
        runner.run(show("next"))


@case
def values_of_tasks_stay_with_them():
    async def main():
        await create_task(show("task"))
        await asyncio.sleep(1)

    with make_runner() as runner:
        runner.run(main())
        runner.run(show("next"))


@case
def values_set_by_a_main_that_is_interrupted():
    async def interrupted():
        value.set("interrupted main's")
        raise KeyboardInterrupt("by main")

    with make_runner() as runner:
        ends(lambda: runner.run(interrupted()))
        runner.run(show("next"))


# Ctrl-C.


def interrupted(run):
    """Runs, and tells an interrupt from the outside, whose wording is its own affair."""
    try:
        log("returned", run())
    except KeyboardInterrupt:
        log("raised KeyboardInterrupt")
    except asyncio.CancelledError as error:
        log("raised", error)


async def interrupted_after(seconds, coroutine):
    loop().call_later(seconds, interrupt)
    return await coroutine


async def swallow():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        log("swallowed")
    return "survived"


@case
def ctrl_c_in_each_run():
    with make_runner() as runner:
        for name in "ab":
            interrupted(lambda: runner.run(interrupted_after(1, linger(name))))
        interrupted(lambda: runner.run(answer("next")))


@case
def ctrl_c_swallowed_in_each_run():
    with make_runner() as runner:
        for _ in range(3):
            interrupted(lambda: runner.run(interrupted_after(1, swallow())))


@case
def ctrl_c_in_one_run_and_a_cancel_in_the_next():
    async def cancelled():
        loop().call_later(1, asyncio.current_task().cancel, "enough")
        await asyncio.sleep(100)

    with make_runner() as runner:
        interrupted(lambda: runner.run(interrupted_after(1, swallow())))
        interrupted(lambda: runner.run(cancelled()))


@case
def ctrl_c_leaves_the_tasks_of_other_runs_alone():
    async def leaving():
        create_task(linger("left"))
        await asyncio.sleep(1)

    with make_runner() as runner:
        runner.run(leaving())
        interrupted(lambda: runner.run(interrupted_after(1, linger("main"))))
        interrupted(lambda: runner.run(answer("next")))
        log("closing")


@case
def ctrl_c_twice_in_one_run_and_another_run():
    async def stubborn():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            log("swallowed")
        interrupt()
        await linger("stubborn", 5)

    with make_runner() as runner:
        interrupted(lambda: runner.run(interrupted_after(1, stubborn())))
        interrupted(lambda: runner.run(answer("next", 10)))


@case
def interrupt_raised_by_a_task_of_main():
    kept = []

    async def other():
        await asyncio.sleep(1)
        raise KeyboardInterrupt("by another")

    async def main():
        # Kept, since CPython would report as well that nobody retrieved it.
        kept.append(create_task(other()))
        await linger("main", 3)

    with make_runner() as runner:
        ends(lambda: runner.run(main()))
        interrupted(lambda: runner.run(answer("next", 10)))


@case
def factory_that_makes_all_eager():
    async def main():
        log("main")
        task = create_task(answer("child", 0))
        log("created")
        return await task

    with make_runner() as runner:
        runner.get_loop().set_task_factory(asyncio.eager_task_factory)
        ends(lambda: runner.run(main()))
