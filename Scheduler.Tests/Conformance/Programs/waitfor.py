"""wait_for: what it makes, what it cancels, and who wins. Rules 23 and 24."""

import asyncio
import math

from harness import case, create_task, ending, fail, kind, log, noop, pause


def future():
    return asyncio.get_running_loop().create_future()


def loop():
    return asyncio.get_running_loop()


def this():
    return asyncio.current_task()


async def answer(seconds=None, result=42):
    if seconds is not None:
        await asyncio.sleep(seconds)
    return result


async def never():
    log("never")


async def slow_cleanup(seconds, cleanup, name="inner"):
    try:
        await asyncio.sleep(seconds)
    finally:
        await asyncio.sleep(cleanup)
        log(name, "cleaned up, cancelling", this().cancelling())


async def swallow(seconds, name="inner"):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError as error:
        log(name, "swallowed", error, "cancelling", this().cancelling())
    return 7


async def fail_when_cancelled():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError("instead")


# How many iterations pass.


@case
async def coroutine_that_does_not_suspend():
    log("before")
    await ending("wait", asyncio.wait_for(answer(), 1))
    await ending("wait", asyncio.wait_for(answer(), None))


@case
async def coroutine_that_does_not_suspend_and_fails():
    log("before")
    await ending("wait", asyncio.wait_for(fail(ValueError("lost")), 1))


@case
async def coroutine_in_time():
    await ending("wait", asyncio.wait_for(answer(1), 2))
    await asyncio.sleep(5)
    log("after")


@case
async def coroutine_too_late():
    await ending("wait", asyncio.wait_for(answer(3), 2))
    await asyncio.sleep(5)
    log("after, cancelling", this().cancelling())


@case
async def coroutine_without_a_limit():
    await ending("wait", asyncio.wait_for(answer(3), None))


@case
async def coroutine_with_an_infinite_limit():
    await ending("wait", asyncio.wait_for(answer(3), math.inf))


@case
async def coroutine_with_no_time():
    log("before")
    await ending("wait", asyncio.wait_for(never(), 0))


@case
async def coroutine_with_negative_time():
    log("before")
    await ending("wait", asyncio.wait_for(never(), -1))


@case
async def new_task():
    log("before")
    await ending("wait", asyncio.wait_for(create_task(noop()), 1))


@case
async def new_task_with_no_time():
    log("before")
    await ending("wait", asyncio.wait_for(create_task(never()), 0))


@case
async def done_task():
    task = create_task(answer())
    await pause()
    log("before")
    await ending("wait", asyncio.wait_for(task, 1))
    await ending("wait", asyncio.wait_for(task, 0))


@case
async def failed_task():
    task = create_task(fail(ValueError("lost")))
    await pause()
    log("before")
    await ending("wait", asyncio.wait_for(task, 1))
    await ending("wait", asyncio.wait_for(task, 0))


@case
async def cancelled_task():
    task = create_task(never())
    task.cancel()
    await pause()
    log("before")
    await ending("wait", asyncio.wait_for(task, 1))
    await ending("wait", asyncio.wait_for(task, 0))


@case
async def done_future():
    done = future()
    done.set_result(3)
    log("before")
    await ending("wait", asyncio.wait_for(done, 1))
    await ending("wait", asyncio.wait_for(done, 0))


@case
async def pending_future_with_no_time():
    pending = future()
    log("before")
    await ending("wait", asyncio.wait_for(pending, 0))
    log("cancelled", pending.cancelled())


@case
async def pending_future_too_late():
    pending = future()
    await ending("wait", asyncio.wait_for(pending, 1))
    log("cancelled", pending.cancelled())


@case
async def task_too_late():
    task = create_task(answer(5))
    await ending("wait", asyncio.wait_for(task, 1))
    log("cancelled", task.cancelled(), "cancelling", task.cancelling())


@case
async def task_in_time():
    await ending("wait", asyncio.wait_for(create_task(answer(1)), 2))


@case
async def cause_of_the_timeout():
    for limit in (1, 0):
        try:
            await asyncio.wait_for(create_task(answer(5)), limit)
        except TimeoutError as error:
            log("caught, caused by", kind(error.__cause__))


# Whose task it is.


@case
async def coroutine_runs_in_the_task_of_the_caller():
    async def inner():
        log("in", this().get_name())
        await asyncio.sleep(1)
        log("in", this().get_name(), "cancelling", this().cancelling())

    await ending("wait", asyncio.wait_for(inner(), 5))
    await ending("wait", asyncio.wait_for(inner(), None))


@case
async def no_time_makes_a_task():
    before = create_task(noop())
    await ending("wait", asyncio.wait_for(never(), 0))
    after = create_task(noop())
    log(before.get_name(), after.get_name())


@case
async def some_time_makes_none():
    before = create_task(noop())
    await ending("wait", asyncio.wait_for(answer(1), 5))
    after = create_task(noop())
    log(before.get_name(), after.get_name())


# Clean-up.


@case
async def coroutine_whose_cleanup_takes_time():
    await ending("wait", asyncio.wait_for(slow_cleanup(10, 3), 1))


@case
async def coroutine_that_swallows_the_expiry():
    await ending("wait", asyncio.wait_for(swallow(10), 1))


@case
async def coroutine_that_fails_on_the_expiry():
    await ending("wait", asyncio.wait_for(fail_when_cancelled(), 1))
    log("cancelling", this().cancelling())


@case
async def task_whose_cleanup_takes_time():
    task = create_task(slow_cleanup(10, 3))
    await ending("wait", asyncio.wait_for(task, 1))
    log("cancelled", task.cancelled(), "cancelling", task.cancelling())


@case
async def task_that_swallows_the_expiry():
    await ending("wait", asyncio.wait_for(create_task(swallow(10)), 1))


@case
async def task_that_fails_on_the_expiry():
    await ending("wait", asyncio.wait_for(create_task(fail_when_cancelled()), 1))


@case
async def no_time_and_a_cleanup_that_takes_time():
    task = create_task(slow_cleanup(10, 3))
    await pause()
    await ending("wait", asyncio.wait_for(task, 0))
    log("cancelled", task.cancelled())


@case
async def no_time_and_a_task_that_swallows():
    task = create_task(swallow(10))
    await pause()
    await ending("wait", asyncio.wait_for(task, 0))


@case
async def no_time_and_a_task_that_fails():
    task = create_task(fail_when_cancelled())
    await pause()
    await ending("wait", asyncio.wait_for(task, 0))


@case
async def no_time_and_a_task_that_swallows_and_goes_on():
    async def stubborn():
        await swallow(10)
        await asyncio.sleep(5)
        return "stubborn"

    task = create_task(stubborn())
    await pause()
    await ending("wait", asyncio.wait_for(task, 0))


# A cancel of the one that waits.


async def cancelled(awaitable, limit, cancel_at, twice_at=None):
    async def body():
        return await asyncio.wait_for(awaitable, limit)

    task = create_task(ending("wait", body()))
    loop().call_at(cancel_at, task.cancel, "outside")
    if twice_at is not None:
        loop().call_at(twice_at, task.cancel, "again")
    await task
    log("cancelling", task.cancelling())


@case
async def cancelled_while_a_coroutine_runs():
    await cancelled(answer(10), 5, 1)


@case
async def cancelled_while_a_task_runs():
    task = create_task(slow_cleanup(10, 3))
    await pause()
    await cancelled(task, 5, 1)
    log("cancelled", task.cancelled())


@case
async def cancelled_without_a_limit():
    task = create_task(answer(10))
    await cancelled(task, None, 1)
    log("cancelled", task.cancelled())


@case
async def cancelled_while_the_coroutine_swallows():
    await cancelled(swallow(10), 5, 1)


@case
async def cancelled_while_the_task_swallows():
    await cancelled(create_task(swallow(10)), 5, 1)


@case
async def cancelled_while_the_task_fails():
    await cancelled(create_task(fail_when_cancelled()), 5, 1)


@case
async def cancelled_in_the_iteration_of_the_expiry():
    await cancelled(answer(10), 1, 1)


@case
async def cancelled_in_the_iteration_of_the_expiry_while_a_task_runs():
    task = create_task(answer(10))
    await pause()
    await cancelled(task, 1, 1)
    log("cancelled", task.cancelled(), "cancelling", task.cancelling())


@case
async def cancelled_during_the_cleanup_after_the_expiry():
    await cancelled(slow_cleanup(10, 5), 1, 3)


@case
async def cancelled_during_the_cleanup_of_a_task_after_the_expiry():
    task = create_task(slow_cleanup(10, 5))
    await pause()
    await cancelled(task, 1, 3)
    log("cancelled", task.cancelled(), "cancelling", task.cancelling())


@case
async def cancelled_during_the_cleanup_with_no_time():
    task = create_task(slow_cleanup(10, 5))
    await pause()
    await cancelled(task, 0, 3)
    log("done", task.done(), "cancelling", task.cancelling())
    await asyncio.sleep(5)
    log("done", task.done())


@case
async def cancelled_twice_during_the_cleanup_with_no_time():
    task = create_task(slow_cleanup(10, 5))
    await pause()
    await cancelled(task, 0, 3, twice_at=3)
    await asyncio.sleep(5)
    log("done", task.done())


@case
async def cancelled_when_the_cleanup_with_no_time_has_just_ended():
    async def body():
        await asyncio.wait_for(task, 0)

    async def child():
        try:
            await asyncio.sleep(10)
        finally:
            waiter.cancel("outside")

    task = create_task(child())
    await pause()
    waiter = create_task(ending("wait", body()))
    await waiter
    log("cancelled", task.cancelled(), "cancelling", waiter.cancelling())


@case
async def cancelled_before_the_wait():
    async def body():
        this().cancel("earlier")
        return await asyncio.wait_for(answer(), 1)

    task = create_task(body())
    await ending("wait", task)


@case
async def cancelled_before_the_wait_with_no_time():
    async def body():
        this().cancel("earlier")
        return await asyncio.wait_for(never(), 0)

    task = create_task(ending("body", body()))
    await ending("wait", task)


@case
async def result_and_then_a_cancel():
    pending = future()
    loop().call_at(1, pending.set_result, 3)
    await cancelled(pending, 5, 1)


@case
async def cancel_and_then_a_result():
    def give():
        log("done", pending.done())

    pending = future()
    task = create_task(ending("wait", asyncio.wait_for(pending, 5)))
    await pause()
    loop().call_at(1, task.cancel, "outside")
    loop().call_at(1, give)
    await task


@case
async def task_ends_and_then_a_cancel():
    inner = create_task(answer(1))
    await pause()
    await cancelled(inner, 5, 1)
    log("inner cancelled", inner.cancelled())


@case
async def task_has_ended_and_then_a_cancel():
    def cancel(_):
        task.cancel("outside")

    inner = create_task(pause(3))
    task = create_task(ending("wait", asyncio.wait_for(inner, 5)))
    inner.add_done_callback(cancel)
    await task
    log("inner cancelled", inner.cancelled(), "cancelling", task.cancelling())


# What ends in the very iteration of the expiry.


@case
async def result_just_before_the_expiry():
    pending = future()
    loop().call_at(1, pending.set_result, 3)
    await ending("wait", asyncio.wait_for(pending, 1))
    log("cancelled", pending.cancelled())


@case
async def result_just_after_the_expiry():
    pending = future()
    loop().call_later(0.5, lambda: loop().call_at(1, lambda: log("done", pending.done())))
    await ending("wait", asyncio.wait_for(pending, 1))


@case
async def error_just_before_the_expiry():
    pending = future()
    loop().call_at(1, pending.set_exception, ValueError("lost"))
    await ending("wait", asyncio.wait_for(pending, 1))


@case
async def coroutine_that_takes_as_long_as_the_limit():
    await ending("wait", asyncio.wait_for(answer(1), 1))


@case
async def task_that_takes_as_long_as_the_limit():
    task = create_task(answer(1))
    await pause()
    await ending("wait", asyncio.wait_for(task, 1))
    log("cancelled", task.cancelled())


# What is cancelled by others.


@case
async def awaited_task_is_cancelled():
    task = create_task(answer(10))
    loop().call_at(1, task.cancel, "the task")
    await ending("wait", asyncio.wait_for(task, 5))
    log("cancelling", this().cancelling())


@case
async def awaited_future_is_cancelled_in_the_iteration_of_the_expiry():
    pending = future()
    loop().call_at(1, pending.cancel, "the future")
    await ending("wait", asyncio.wait_for(pending, 1))


@case
async def coroutine_raises_a_cancel_itself():
    await ending("wait", asyncio.wait_for(fail(asyncio.CancelledError("own")), 1))


@case
async def coroutine_raises_a_timeout_itself():
    await ending("wait", asyncio.wait_for(fail(TimeoutError()), 1))


@case
async def coroutine_cancels_its_task():
    async def inner():
        this().cancel("own")
        await asyncio.sleep(1)

    task = create_task(ending("wait", asyncio.wait_for(inner(), 5)))
    await task
    log("cancelling", task.cancelling())


# Several.


@case
async def nested_and_the_inner_expires():
    async def inner():
        await ending("inner", asyncio.wait_for(answer(10), 1))
        return "went on"

    await ending("outer", asyncio.wait_for(inner(), 2))


@case
async def nested_and_the_outer_expires():
    async def inner():
        await ending("inner", asyncio.wait_for(answer(10), 2))
        return "went on"

    await ending("outer", asyncio.wait_for(inner(), 1))


@case
async def nested_and_both_expire():
    await ending("outer", asyncio.wait_for(asyncio.wait_for(answer(10), 1), 1))
    log("cancelling", this().cancelling())


@case
async def nested_with_no_time_inside():
    await ending("outer", asyncio.wait_for(asyncio.wait_for(never(), 0), 1))


@case
async def nested_with_no_time_outside():
    await ending("outer", asyncio.wait_for(asyncio.wait_for(never(), 1), 0))


@case
async def inside_a_timeout_that_expires():
    async def body():
        async with asyncio.timeout(1):
            await asyncio.wait_for(answer(10), 2)

    await ending("body", body())


@case
async def inside_a_timeout_that_expires_as_well():
    async def body():
        async with asyncio.timeout(1):
            await ending("wait", asyncio.wait_for(answer(10), 1))

    await ending("body", body())


@case
async def around_a_timeout_that_expires():
    async def body():
        async with asyncio.timeout(1):
            await asyncio.sleep(10)

    await ending("wait", asyncio.wait_for(body(), 2))
    await ending("wait", asyncio.wait_for(body(), 1))


@case
async def two_that_wait_for_one_task():
    shared = create_task(answer(3))
    a = create_task(ending("a", asyncio.wait_for(shared, 1)))
    b = create_task(ending("b", asyncio.wait_for(shared, 5)))
    await a
    await b


@case
async def task_group_that_expires():
    async def child(name):
        try:
            await asyncio.sleep(10)
        finally:
            log(name, "is left")

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(child("a"))
            group.create_task(child("b"))

    await ending("wait", asyncio.wait_for(body(), 1))


@case
async def same_call_again_and_again():
    for limit in (3, 1, 2):
        await ending(f"{limit} s", asyncio.wait_for(answer(2), limit))
