"""asyncio.run: its result, what it does with what main leaves behind, and Ctrl-C. Rules 38 and 39."""

import asyncio

from harness import case, create_task, fail, interrupt, log, noop, run


def ends(coroutine):
    """Runs main, and logs how it ended."""
    try:
        log("returned", run(coroutine))
    except BaseException as error:
        log("raised", error)


async def linger(name, seconds=100, cleanup=0):
    try:
        await asyncio.sleep(seconds)
        log(name, "ended by itself")
    finally:
        if cleanup:
            await asyncio.sleep(cleanup)
        log(name, "cleaned up")


@case
def returns_what_main_returned():
    async def main():
        await asyncio.sleep(1)
        return 42

    ends(main())


@case
def raises_what_main_raised():
    async def main():
        await asyncio.sleep(1)
        raise ValueError("lost")

    ends(main())


@case
def raises_when_main_is_cancelled():
    async def main():
        asyncio.get_running_loop().call_later(1, asyncio.current_task().cancel, "enough")
        await asyncio.sleep(100)

    ends(main())


@case
def raises_when_main_raises_a_cancel_itself():
    ends(fail(asyncio.CancelledError("own")))


@case
def runs_one_after_the_other():
    async def main(name):
        log(name)
        await asyncio.sleep(1)
        log(name, "ends")

    ends(main("first"))
    ends(main("second"))


@case
def one_more_iteration_after_main():
    async def late():
        log("late, first step")
        await asyncio.sleep(0)
        log("never")

    async def main():
        create_task(late())
        log("main ends")

    ends(main())


@case
def task_made_before_the_end_does_a_step_and_is_cancelled():
    async def late():
        log("late, first step")
        try:
            await asyncio.sleep(0)
            log("never")
        except asyncio.CancelledError as error:
            log("late caught", error)
            raise

    async def main():
        await asyncio.sleep(1)
        create_task(late())
        log("main ends")
        return 1

    ends(main())


@case
def leftover_tasks_are_cancelled_in_the_order_of_creation():
    async def main():
        for name in "abc":
            create_task(linger(name))
        await asyncio.sleep(1)
        log("main ends")

    ends(main())


@case
def leftover_tasks_are_cancelled_when_main_fails():
    async def main():
        create_task(linger("a"))
        create_task(linger("b"))
        await asyncio.sleep(1)
        raise ValueError("main fails")

    ends(main())


@case
def leftover_cleanup_takes_its_time():
    async def main():
        create_task(linger("a", cleanup=3))
        create_task(linger("b", cleanup=1))
        await asyncio.sleep(1)
        log("main ends")

    ends(main())


@case
def leftover_that_swallows_the_cancel_is_waited_for():
    async def stubborn():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            log("swallowed")
        await asyncio.sleep(5)
        log("stubborn ends")

    async def main():
        create_task(stubborn())
        await asyncio.sleep(1)
        log("main ends")

    ends(main())


@case
def leftover_that_fails_is_reported():
    async def faulty(name):
        try:
            await asyncio.sleep(100)
        finally:
            raise ValueError(name)

    async def main():
        create_task(faulty("a"))
        create_task(linger("b"))
        create_task(faulty("c"))
        await asyncio.sleep(1)
        log("main ends")

    ends(main())


@case
def leftover_tasks_that_await_each_other():
    async def waiter(name, task):
        try:
            await task
        finally:
            log(name, "cleaned up, cancelling", asyncio.current_task().cancelling())

    async def main():
        inner = create_task(linger("inner"))
        create_task(waiter("outer", inner))
        await asyncio.sleep(1)

    ends(main())


@case
def leftover_that_waits_on_main_itself():
    async def waiter(main):
        try:
            log("main returned", await main)
        finally:
            log("waiter ends")

    async def main():
        create_task(waiter(asyncio.current_task()))
        await asyncio.sleep(1)
        return "result"

    ends(main())


@case
def leftover_that_is_done_with_an_unseen_exception():
    async def main():
        create_task(fail(ValueError("unseen")))
        await asyncio.sleep(1)
        log("main ends")

    ends(main())


@case
def leftover_with_an_unseen_exception_when_main_fails():
    async def main():
        create_task(fail(ValueError("unseen")))
        await asyncio.sleep(1)
        raise ValueError("main fails")

    ends(main())


@case
def task_made_during_the_shutdown_runs():
    async def quick():
        log("quick")

    async def leaver():
        try:
            await asyncio.sleep(100)
        finally:
            await create_task(quick())
            log("leaver ends")

    async def main():
        create_task(leaver())
        await asyncio.sleep(1)
        log("main ends")

    ends(main())


@case
def task_made_during_the_shutdown_and_forgotten_runs():
    async def quick():
        log("quick")

    async def leaver():
        try:
            await asyncio.sleep(100)
        finally:
            create_task(quick())
            log("leaver ends")

    async def main():
        create_task(leaver())
        await asyncio.sleep(1)
        log("main ends")

    ends(main())


@case
def callbacks_queued_at_the_end():
    def chain(depth):
        log("depth", depth)
        asyncio.get_running_loop().call_soon(chain, depth + 1)

    async def main():
        asyncio.get_running_loop().call_soon(chain, 1)
        log("main ends")

    ends(main())


@case
def callbacks_queued_at_the_end_with_a_task_left():
    def chain(depth):
        log("depth", depth)
        asyncio.get_running_loop().call_soon(chain, depth + 1)

    async def main():
        create_task(linger("left"))
        asyncio.get_running_loop().call_soon(chain, 1)
        await asyncio.sleep(0)
        log("main ends")

    ends(main())


@case
def timers_left_at_the_end_never_run():
    async def main():
        asyncio.get_running_loop().call_later(1, log, "never")
        await asyncio.sleep(0.5)
        log("main ends")

    ends(main())


@case
def timers_left_at_the_end_run_during_a_long_shutdown():
    async def main():
        asyncio.get_running_loop().call_later(2, log, "timer")
        create_task(linger("a", cleanup=3))
        await asyncio.sleep(1)
        log("main ends")

    ends(main())


@case
def callbacks_of_main_run():
    async def main():
        asyncio.current_task().add_done_callback(lambda done: log("main returned", done.result()))
        await asyncio.sleep(1)
        return "it"

    ends(main())


@case
def main_that_never_suspends():
    async def main():
        log("main")
        return "at once"

    ends(main())


@case
def ctrl_c_cancels_main():
    async def main():
        asyncio.get_running_loop().call_later(1, interrupt)
        try:
            await asyncio.sleep(100)
        finally:
            log("main cleaned up, cancelling", asyncio.current_task().cancelling())

    try:
        run(main())
    except KeyboardInterrupt:
        log("raised KeyboardInterrupt")


@case
def ctrl_c_that_main_swallows():
    async def main():
        asyncio.get_running_loop().call_later(1, interrupt)
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            log("swallowed")
        return "survived"

    ends(main())


@case
def ctrl_c_that_main_turns_into_an_error():
    async def main():
        asyncio.get_running_loop().call_later(1, interrupt)
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            raise ValueError("interrupted")

    ends(main())


@case
def ctrl_c_leaves_no_task_behind():
    async def main():
        asyncio.get_running_loop().call_later(1, interrupt)
        create_task(linger("left"))
        await linger("main")

    try:
        run(main())
    except KeyboardInterrupt:
        log("raised KeyboardInterrupt")


@case
def keyboard_interrupt_raised_by_main():
    async def main():
        create_task(linger("left"))
        await asyncio.sleep(1)
        raise KeyboardInterrupt("by main")

    ends(main())


@case
def keyboard_interrupt_raised_by_another_task():
    async def other():
        await asyncio.sleep(1)
        raise KeyboardInterrupt("by another")

    async def main():
        create_task(other())
        await linger("main")

    ends(main())


@case
def second_ctrl_c_leaves_the_loop():
    async def main():
        asyncio.get_running_loop().call_later(1, interrupt)
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            log("swallowed")
        interrupt()
        await linger("main")

    ends(main())
