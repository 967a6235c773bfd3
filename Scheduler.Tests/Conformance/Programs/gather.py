"""gather: order, failure, cancellation."""

import asyncio

from harness import case, create_task, fail, log, noop, pause


def future():
    return asyncio.get_running_loop().create_future()


async def value(name, iterations=0):
    await pause(iterations)
    log(name, "ends")
    return name


async def fail_after(iterations, message):
    await pause(iterations)
    log(message, "raised")
    raise OSError(message)


async def stubborn(name, iterations=1):
    """Swallows a cancel, and takes its time."""
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        log(name, "swallows", error)
        await pause(iterations)
    log(name, "ends")
    return name


async def sleeper(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        log(name, "cancelled", error)
        raise


async def settle(awaitable, what="caught"):
    try:
        log("result", await awaitable)
    except (Exception, asyncio.CancelledError) as error:
        log(what, error)


def shown(results):
    return " ".join(map(str, results))


@case
async def nothing():
    log("before")
    log("results", len(await asyncio.gather()))


@case
async def two_noops():
    log("before")
    await asyncio.gather(noop(), noop())
    log("after")


@case
async def done_futures_only():
    a, b = future(), future()
    a.set_result(1)
    b.set_result(2)
    log("before")
    log(shown(await asyncio.gather(a, b)))


@case
async def done_and_failed_futures():
    a, b = future(), future()
    a.set_result(1)
    b.set_exception(OSError("lost"))
    both = asyncio.gather(a, b)
    log("done", both.done())
    await settle(both)


@case
async def done_cancelled_future():
    a = future()
    a.cancel("gone")
    all_of_them = asyncio.gather(a)
    log("done", all_of_them.done(), "cancelled", all_of_them.cancelled())
    await settle(all_of_them)


@case
async def done_failed_future_and_a_pending_one():
    a, b = future(), create_task(value("b", 2))
    a.set_exception(OSError("lost"))
    await settle(asyncio.gather(b, a))
    await b
    log("after")


@case
async def results_are_in_the_order_of_the_arguments():
    log(shown(await asyncio.gather(value("a", 3), value("b", 1), value("c", 2))))


@case
async def same_coroutine_twice():
    once = value("once")
    log(shown(await asyncio.gather(once, once, value("other"), once)))


@case
async def same_task_twice():
    once = create_task(value("once"))
    log(shown(await asyncio.gather(once, once)))


@case
async def mixed_kinds():
    done = future()
    done.set_result("done")
    task = create_task(value("task", 1))
    log(shown((await asyncio.gather(done, task, value("coroutine"), asyncio.gather(value("inner"))))[:3]))


@case
async def first_failure_ends_it_and_the_rest_goes_on():
    b = create_task(value("b", 5))
    await settle(asyncio.gather(b, fail_after(1, "first"), fail_after(3, "second")))
    await b
    log("after")


@case
async def two_failures_in_one_iteration():
    await settle(asyncio.gather(fail_after(1, "first"), fail_after(1, "second")))
    await pause(3)


@case
async def failure_of_the_last():
    await settle(asyncio.gather(value("a"), fail_after(2, "last")))


@case
async def outcomes():
    results = await asyncio.gather(value("a"), fail_after(2, "lost"), value("c", 1), return_exceptions=True)
    log(results[0], results[1], results[2])


@case
async def outcomes_of_a_cancelled_child():
    child = create_task(sleeper("child"))
    asyncio.get_running_loop().call_later(1, child.cancel)
    results = await asyncio.gather(child, value("b"), return_exceptions=True)
    log(results[0], results[1])


@case
async def outcomes_of_done_futures():
    a, b = future(), future()
    a.set_exception(OSError("lost"))
    b.cancel()
    results = await asyncio.gather(a, b, return_exceptions=True)
    log(results[0], results[1])


@case
async def cancelled_child_ends_it():
    child = create_task(sleeper("child"))
    other = create_task(value("other", 6))
    asyncio.get_running_loop().call_soon(child.cancel, "stop")
    both = asyncio.gather(other, child)
    await settle(both)
    log("cancelled", both.cancelled())
    await other


@case
async def cancel_goes_to_the_children_in_order():
    all_of_them = asyncio.gather(sleeper("a"), sleeper("b"), sleeper("c"))
    await pause()
    log("cancel", all_of_them.cancel("stop"))
    await settle(all_of_them)
    log("cancelled", all_of_them.cancelled(), "again", all_of_them.cancel())


@case
async def cancel_before_the_first_steps():
    all_of_them = asyncio.gather(sleeper("a"), sleeper("b"))
    log("cancel", all_of_them.cancel())
    await settle(all_of_them)


@case
async def cancel_that_all_children_swallow():
    all_of_them = asyncio.gather(stubborn("a", 2), stubborn("b", 1))
    await pause()
    log("cancel", all_of_them.cancel("stop"))
    await settle(all_of_them)


@case
async def cancel_that_all_children_swallow_with_outcomes():
    all_of_them = asyncio.gather(stubborn("a", 2), stubborn("b", 1), return_exceptions=True)
    await pause()
    log("cancel", all_of_them.cancel("stop"))
    await settle(all_of_them)


@case
async def cancel_with_outcomes_waits_for_all():
    all_of_them = asyncio.gather(sleeper("a"), stubborn("b", 3), return_exceptions=True)
    await pause()
    all_of_them.cancel()
    await settle(all_of_them)


@case
async def cancel_of_the_awaiting_task():
    async def parent():
        try:
            await asyncio.gather(sleeper("a"), stubborn("b"))
        except asyncio.CancelledError as error:
            log("parent", error)
            raise

    task = create_task(parent())
    await pause(3)
    log("cancel", task.cancel("stop"))
    await settle(task)
    log("cancelled", task.cancelled(), task.cancelling())
    await pause(4)


@case
async def cancel_when_all_children_are_done_but_it_is_not():
    async def parent():
        await asyncio.gather(noop(), noop())
        log("parent goes on")
        await asyncio.sleep(0)
        log("never")

    task = create_task(parent())
    await pause(2)
    log("cancel", task.cancel("late"))
    await settle(task)


@case
async def cancel_after_the_failure_reaches_nobody():
    a = create_task(sleeper("a"))
    both = asyncio.gather(a, fail_after(1, "lost"))
    await settle(both)
    log("cancel", both.cancel())
    await pause(3)
    log("a done", a.done())
    a.cancel()
    await settle(a)


@case
async def cancel_at_each_iteration():
    async def child(name):
        try:
            await pause(2)
            log(name, "ends")
        except asyncio.CancelledError:
            log(name, "cancelled")
            raise

    async def parent():
        await asyncio.gather(child("a"), child("b"))

    for iterations in range(8):
        task = create_task(parent())
        await pause(iterations)
        log("-", iterations, "cancel", task.cancel())
        await settle(task)


@case
async def cancel_at_each_iteration_with_outcomes():
    async def child(name):
        try:
            await pause(1)
            log(name, "ends")
        except asyncio.CancelledError:
            log(name, "swallows")
            await pause(1)

    async def parent():
        results = await asyncio.gather(child("a"), child("b"), return_exceptions=True)
        log("results", len(results))

    for iterations in range(7):
        task = create_task(parent())
        await pause(iterations)
        log("-", iterations, "cancel", task.cancel())
        await settle(task)


@case
async def nested():
    async def inner(name):
        return shown(await asyncio.gather(value(name + "1"), value(name + "2", 1)))

    log(shown(await asyncio.gather(inner("a"), inner("b"))))


@case
async def nested_futures_are_cancelled_inside_out():
    inner = asyncio.gather(sleeper("a"), sleeper("b"))
    outer = asyncio.gather(inner, sleeper("c"))
    await pause()
    outer.cancel("stop")
    await settle(outer)
    await pause(3)
    log("inner done", inner.done())


@case
async def two_await_one_gather():
    both = asyncio.gather(value("a", 1), value("b"))

    async def waiter(name):
        log(name, shown(await both))

    await asyncio.gather(waiter("x"), waiter("y"))


@case
async def later_failure_counts_as_seen():
    await settle(asyncio.gather(fail_after(0, "first"), fail_after(4, "later")))
    await pause(8)


@case
async def a_child_ends_while_nothing_else_is_ready():
    async def late():
        await asyncio.sleep(1)
        log("late")

    await asyncio.gather(value("soon", 1), late(), value("soon too", 3))
    log("after")


@case
async def children_of_futures_set_by_callbacks():
    a, b = future(), future()
    loop = asyncio.get_running_loop()
    loop.call_soon(b.set_result, "b")
    loop.call_later(1, a.set_result, "a")
    both = asyncio.gather(a, b)
    both.add_done_callback(lambda done: log("done", done.done()))
    log(shown(await both))
