"""Futures: results, exceptions, callbacks. Rules 11 and 12."""

import asyncio

from harness import case, create_task, fail, kind, log, noop, pause


def future():
    return asyncio.get_running_loop().create_future()


async def wait_for(name, awaited):
    try:
        log(name, "got", await awaited)
    except BaseException as error:
        log(name, "caught", error)


def state(of):
    return f"done {of.done()} cancelled {of.cancelled()}"


def attempt(action, *args):
    """What an action returns, or the kind of error it raises."""
    try:
        return action(*args)
    except BaseException as error:
        return kind(error)


@case
async def states():
    pending, finished, failed, cancelled = future(), future(), future(), future()
    finished.set_result(1)
    failed.set_exception(ValueError("lost"))
    cancelled.cancel()
    for name, one in (("pending", pending), ("finished", finished), ("failed", failed), ("cancelled", cancelled)):
        log(name, state(one), "result", attempt(one.result), "exception", describe(one))


def describe(one):
    found = attempt(one.exception)
    return kind(found) if isinstance(found, BaseException) else found


@case
async def completing_a_done_future():
    finished, failed, cancelled = future(), future(), future()
    finished.set_result(1)
    failed.set_exception(ValueError("lost"))
    cancelled.cancel()
    for name, one in (("finished", finished), ("failed", failed), ("cancelled", cancelled)):
        log(name, attempt(one.set_result, 2), attempt(one.set_exception, ValueError("again")), attempt(one.cancel))
    log("result", finished.result(), "exception", failed.exception())


@case
async def cancel_of_a_pending_future():
    pending = future()
    log("cancel", pending.cancel("one"), pending.cancel("two"))
    try:
        pending.result()
    except asyncio.CancelledError as error:
        log("result raises", error)


@case
async def callbacks_run_in_the_order_they_were_added():
    pending = future()
    for name in "abc":
        pending.add_done_callback(lambda done, name=name: log(name, "result", done.result()))
    pending.set_result(7)
    log("set")
    await pause()


@case
async def callbacks_and_awaiters_share_one_list():
    pending = future()
    pending.add_done_callback(lambda _: log("callback 1"))
    create_task(wait_for("task 1", pending))
    await pause()
    pending.add_done_callback(lambda _: log("callback 2"))
    create_task(wait_for("task 2", pending))
    await pause()
    pending.add_done_callback(lambda _: log("callback 3"))
    pending.set_result("it")
    log("set")
    await pause()


@case
async def callback_added_to_a_done_future():
    done = future()
    done.set_result(1)
    done.add_done_callback(lambda _: log("callback"))
    log("added")
    await pause()


@case
async def callback_added_by_a_callback():
    pending = future()

    def first(done):
        log("first")
        done.add_done_callback(lambda _: log("third"))

    pending.add_done_callback(first)
    pending.add_done_callback(lambda _: log("second"))
    pending.set_result(None)
    await pause(3)


@case
async def callbacks_of_a_cancelled_future_run():
    pending = future()
    pending.add_done_callback(lambda done: log("callback", state(done)))
    pending.cancel()
    await pause()


@case
async def callbacks_of_a_failed_future_run():
    pending = future()
    pending.add_done_callback(lambda done: log("callback", done.exception()))
    pending.set_exception(ValueError("lost"))
    await pause()


@case
async def same_callback_added_twice_runs_twice():
    pending = future()

    def callback(done):
        log("callback")

    pending.add_done_callback(callback)
    pending.add_done_callback(callback)
    pending.set_result(None)
    await pause()


@case
async def removing_callbacks():
    pending = future()

    def callback(done):
        log("never")

    pending.add_done_callback(callback)
    pending.add_done_callback(lambda _: log("stays"))
    pending.add_done_callback(callback)
    log("removed", pending.remove_done_callback(callback), pending.remove_done_callback(callback))
    pending.set_result(None)
    await pause()


@case
async def removing_the_only_callback():
    pending = future()

    def callback(done):
        log("never")

    pending.add_done_callback(callback)
    log("removed", pending.remove_done_callback(callback), pending.remove_done_callback(callback))
    pending.set_result(None)
    await pause()


@case
async def removing_a_callback_that_is_scheduled():
    pending = future()

    def second(done):
        log("second runs all the same")

    pending.add_done_callback(lambda done: log("removed", done.remove_done_callback(second)))
    pending.add_done_callback(second)
    pending.set_result(None)
    await pause()


@case
async def callback_that_fails_does_not_hurt_the_others():
    pending = future()

    def fail(done):
        raise ValueError("in a callback")

    pending.add_done_callback(lambda _: log("first"))
    pending.add_done_callback(fail)
    pending.add_done_callback(lambda _: log("third"))
    create_task(wait_for("task", pending))
    await pause()
    pending.set_result(1)
    await pause()


@case
async def callback_completes_the_next_future():
    first, second, third = future(), future(), future()
    first.add_done_callback(lambda done: (log("first"), second.set_result(done.result() + 1)))
    second.add_done_callback(lambda done: (log("second"), third.set_result(done.result() + 1)))
    first.set_result(1)
    log("got", await third)


@case
async def exception_reaches_every_awaiter():
    pending = future()
    tasks = [create_task(wait_for(name, pending)) for name in "abc"]
    await pause()
    pending.set_exception(ValueError("shared"))
    for task in tasks:
        await task
    await wait_for("late", pending)


@case
async def cancel_reaches_every_awaiter():
    pending = future()
    tasks = [create_task(wait_for(name, pending)) for name in "abc"]
    await pause()
    pending.cancel("shared")
    for task in tasks:
        await task


@case
async def exception_can_be_looked_at_many_times():
    failed = future()
    failed.set_exception(ValueError("lost"))
    for _ in range(2):
        try:
            failed.result()
        except ValueError as error:
            log("caught", error, "the same", error is failed.exception())


@case
async def set_exception_of_a_cancelled_error_is_no_cancel():
    pending = future()
    task = create_task(wait_for("task", pending))
    await pause()
    pending.set_exception(asyncio.CancelledError("as an exception"))
    log(state(pending))
    await task


@case
async def awaiter_of_an_exception_that_is_a_cancel_ends_cancelled():
    pending = future()

    async def body():
        await pending

    task = create_task(body())
    await pause()
    pending.set_exception(asyncio.CancelledError("as an exception"))
    await wait_for("main", task)
    log(state(task), "cancelling", task.cancelling())


@case
async def result_of_a_future_completed_by_another_task():
    box = future()

    async def producer():
        await asyncio.sleep(2)
        box.set_result("made")
        log("producer goes on")
        await asyncio.sleep(0)
        log("producer ends")

    create_task(producer())
    log("got", await box)
    await pause()


@case
async def ping_pong():
    balls = [future() for _ in range(7)]

    async def player(name, first):
        for n in range(first, 6, 2):
            log(name, "hits", await balls[n])
            balls[n + 1].set_result(n + 1)

    ping, pong = create_task(player("ping", 0)), create_task(player("pong", 1))
    await asyncio.sleep(0)
    balls[0].set_result(0)
    log("last", await balls[6])
    await ping
    await pong


@case
async def set_before_anybody_awaits():
    box = future()
    asyncio.get_running_loop().call_soon(box.set_result, 1)
    await pause(3)
    log("set long ago", box.done())
    log("got", await box)


@case
async def set_and_awaited_again():
    box = future()
    asyncio.get_running_loop().call_soon(box.set_result, 1)
    for _ in range(3):
        log("got", await box)


@case
async def exception_that_nobody_sees_is_reported_at_the_end():
    create_task(fail(ValueError("unseen")))
    seen = create_task(fail(ValueError("seen")))
    await pause()
    seen.exception()
    log("end of main")


@case
async def completion_wakes_in_the_next_iteration_only():
    box = future()
    task = create_task(wait_for("task", box))
    await pause()
    box.set_result(1)
    log("set")
    await asyncio.sleep(0)
    log("task done", task.done())
    await noop()


@case
async def cancel_that_comes_too_late_counts_as_seeing_the_exception():
    task = create_task(fail(ValueError("unseen")))
    other = create_task(fail(ValueError("unseen too")))
    await pause()
    log("cancelled", task.cancel(), "done", other.done())
