"""Misuse: each is an error where it happens, and never the end of the loop."""

import asyncio

from harness import Loop, case, create_task, fail, kind, log, noop, pause, run


def attempt(action, *args):
    """The kind of error that an action raises."""
    try:
        action(*args)
    except BaseException as error:
        return kind(error)
    return "nothing"


async def attempt_to(awaitable):
    try:
        await awaitable
    except Exception as error:
        return kind(error)
    return "nothing"


@case
async def task_awaits_itself():
    async def body():
        log("caught", await attempt_to(task))
        await asyncio.sleep(0)
        log("goes on")

    task = create_task(body())
    await task


@case
async def task_awaits_itself_and_ends_by_it():
    async def body():
        await task

    task = create_task(body())
    log("caught", await attempt_to(task))


@case
async def future_of_another_loop():
    other = Loop()
    future = other.create_future()
    log("caught", await attempt_to(future))
    other.close()
    await asyncio.sleep(0)
    log("goes on")


@case
async def task_of_another_loop():
    other = Loop()
    task = other.create_task(noop())
    log("caught", await attempt_to(task))
    await asyncio.sleep(0)
    log("goes on")
    task.cancel()


@case
async def coroutine_reused_after_its_end():
    async def body():
        log("body")
        await asyncio.sleep(0)

    coroutine = body()
    await coroutine
    log("caught", await attempt_to(coroutine))


@case
async def coroutine_reused_that_never_suspended():
    async def body():
        log("body")

    coroutine = body()
    await coroutine
    log("caught", await attempt_to(coroutine))


@case
async def coroutine_reused_after_it_failed():
    coroutine = fail(ValueError("first"))
    log("caught", await attempt_to(coroutine))
    log("caught", await attempt_to(coroutine))


@case
async def coroutine_awaited_by_two_at_once():
    async def body():
        await asyncio.sleep(1)
        log("body ends")

    coroutine = body()

    async def first():
        await coroutine
        log("first ends")

    async def second():
        log("second caught", await attempt_to(coroutine))

    one, two = create_task(first()), create_task(second())
    await one
    await two


@case
async def task_of_a_coroutine_that_was_awaited():
    async def body():
        await asyncio.sleep(0)

    coroutine = body()
    await coroutine
    log("caught", await attempt_to(create_task(coroutine)))


@case
async def bad_yield():
    class Bad:
        def __await__(self):
            yield 42

    async def body():
        await Bad()

    log("caught", await attempt_to(body()))
    log("caught", await attempt_to(create_task(body())))


@case
async def run_inside_a_running_loop():
    coroutine = noop()
    log("caught", attempt(asyncio.run, coroutine))
    coroutine.close()
    await asyncio.sleep(0)
    log("goes on")


@case
async def run_until_complete_inside_a_running_loop():
    coroutine = noop()
    # Not run_forever: it fails as well, but has CPython forget that the loop is running.
    log("caught", attempt(asyncio.get_running_loop().run_until_complete, coroutine))
    coroutine.close()
    await asyncio.sleep(0)
    log("goes on")


@case
async def another_loop_inside_a_running_one():
    other = Loop()
    coroutine = noop()
    log("caught", attempt(other.run_until_complete, coroutine))
    coroutine.close()
    other.close()
    await asyncio.sleep(0)
    log("goes on")


@case
async def close_of_a_running_loop():
    log("caught", attempt(asyncio.get_running_loop().close))
    await asyncio.sleep(0)
    log("goes on")


@case
def use_of_a_closed_loop():
    loop = Loop()
    loop.close()
    loop.close()
    coroutine = noop()
    log("run_forever", attempt(loop.run_forever))
    log("call_soon", attempt(loop.call_soon, log))
    log("call_later", attempt(loop.call_later, 1, log))
    log("call_soon_threadsafe", attempt(loop.call_soon_threadsafe, log))
    log("create_task", attempt(loop.create_task, coroutine))
    coroutine.close()


@case
def no_running_loop():
    coroutine = noop()
    log("get_running_loop", attempt(asyncio.get_running_loop))
    log("create_task", attempt(asyncio.create_task, coroutine))
    coroutine.close()


@case
async def task_completed_from_outside():
    async def body():
        await asyncio.sleep(1)
        return "its own"

    task = create_task(body())
    await pause()
    log("set_result", attempt(task.set_result, 1), "set_exception", attempt(task.set_exception, ValueError("no")))
    log("result", await task)


@case
async def result_of_a_task_too_early():
    task = create_task(pause())
    log("ready", attempt(task.result), attempt(task.exception))
    await asyncio.sleep(0)
    log("started", attempt(task.result), attempt(task.exception))
    await task
    log("done", task.result(), task.exception())


@case
async def result_of_the_running_task_itself():
    task = asyncio.current_task()
    log("caught", attempt(task.result), "done", task.done())


@case
async def result_of_a_cancelled_task():
    task = create_task(noop())
    task.cancel()
    await pause()
    log("caught", attempt(task.result), attempt(task.exception))


@case
async def no_coroutine():
    log("create_task", attempt(asyncio.get_running_loop().create_task, None))


@case
def run_of_no_coroutine():
    log("run", kind_of_argument_error(run, None))


def kind_of_argument_error(action, argument):
    # CPython 3.13 calls this a ValueError, its newer versions a TypeError.
    found = attempt(action, argument)
    return "TypeError" if found in ("ValueError", "TypeError") else found


@case
async def sleep_of_no_number():
    log("caught", await attempt_to(sleep(float("nan"))))


async def sleep(seconds):
    await asyncio.sleep(seconds)


@case
async def misuse_in_a_task_is_its_failure():
    async def body():
        try:
            await task
        finally:
            log("finally")

    task = create_task(body())
    other = create_task(pause(5))
    log("caught", await attempt_to(task))
    await other
    log("the other is done")
