"""How a cancel reaches a task: rules 13 to 18 and 28, and each state of a task."""

import asyncio

from harness import case, create_task, fail, kind, log, noop, pause


def future():
    return asyncio.get_running_loop().create_future()


async def settle(name, task):
    """Awaits a task, and logs how it ended."""
    try:
        result = await task
    except BaseException as error:
        log(name, "ended with", error, "cancelled", task.cancelled())
    else:
        log(name, "returned", result, "cancelled", task.cancelled())


@case
async def before_the_first_step_the_body_never_runs():
    async def body():
        try:
            log("never")
        finally:
            log("never either")

    task = create_task(body())
    log("cancel", task.cancel("early"), "done", task.done())
    await settle("task", task)


@case
async def twice_before_the_first_step():
    task = create_task(noop())
    log("cancel", task.cancel("first"), task.cancel("second"), "cancelling", task.cancelling())
    await settle("task", task)


@case
async def before_the_first_step_then_uncancelled():
    async def body():
        log("runs after all")

    task = create_task(body())
    task.cancel()
    log("uncancel", task.uncancel())
    await settle("task", task)


@case
async def waiting_on_a_future():
    pending = future()

    async def body():
        try:
            await pending
        finally:
            log("finally")

    task = create_task(body())
    await pause()
    log("cancel", task.cancel("stop"), "done", task.done(), "future", pending.cancelled())
    await settle("task", task)


@case
async def waiting_on_a_sleep():
    async def body():
        try:
            await asyncio.sleep(100)
        finally:
            log("finally")

    task = create_task(body())
    await pause()
    log("cancel", task.cancel("stop"))
    await settle("task", task)
    await asyncio.sleep(1)
    log("after")


@case
async def in_a_bare_yield():
    async def body():
        try:
            while True:
                await asyncio.sleep(0)
                log("spinning")
        finally:
            log("finally")

    task = create_task(body())
    await pause()
    log("cancel", task.cancel("stop"))
    await settle("task", task)


@case
async def waiting_on_a_task():
    async def child():
        try:
            await asyncio.sleep(100)
        finally:
            log("child finally, cancelling", asyncio.current_task().cancelling())

    async def parent():
        try:
            await inner
        finally:
            log("parent finally, cancelling", asyncio.current_task().cancelling())

    inner = create_task(child())
    outer = create_task(parent())
    await pause()
    log("cancel", outer.cancel("stop"))
    await settle("outer", outer)
    # Not logged: who is second to ask CPython for a task's cancel gets another exception, without the message.
    log("inner cancelled", inner.cancelled())


@case
async def child_swallows_so_the_parent_goes_on():
    async def child():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError as error:
            log("swallowed", error)
        return 7

    async def parent():
        result = await create_task(child())
        log("result", result, "cancelling", asyncio.current_task().cancelling())
        await asyncio.sleep(1)
        return result

    task = create_task(parent())
    await pause()
    task.cancel("stop")
    await settle("parent", task)


@case
async def cancelling_counts_along_a_chain_of_tasks():
    tasks = []

    async def level(n):
        if n < 3:
            tasks.append(create_task(level(n + 1)))
            try:
                await tasks[-1]
            finally:
                log("level", n, "cancelling", asyncio.current_task().cancelling())
        else:
            try:
                await asyncio.sleep(100)
            finally:
                log("level", n, "cancelling", asyncio.current_task().cancelling())

    tasks.append(create_task(level(0)))
    await pause(6)
    tasks[0].cancel("all the way")
    log("cancelling", *(task.cancelling() for task in tasks))
    await settle("outermost", tasks[0])
    log("cancelling", *(task.cancelling() for task in tasks), "cancelled", *(task.cancelled() for task in tasks))


@case
async def middle_of_a_chain_is_cancelled():
    async def inner():
        await asyncio.sleep(100)

    async def middle():
        try:
            await create_task(inner())
        except asyncio.CancelledError as error:
            log("middle caught", error)
            raise

    async def outer(task):
        try:
            await task
        except asyncio.CancelledError as error:
            log("outer caught", error, "cancelling", asyncio.current_task().cancelling())
        return "fine"

    task = create_task(middle())
    top = create_task(outer(task))
    await pause(3)
    task.cancel("middle")
    await settle("outer", top)


@case
async def awaited_child_is_cancelled_so_the_parent_ends_cancelled():
    child = create_task(asyncio.sleep(100))

    async def parent():
        await child

    task = create_task(parent())
    await pause()
    child.cancel("child")
    await settle("parent", task)
    log("parent cancelling", task.cancelling(), "child cancelling", child.cancelling())


@case
async def after_the_wake_up_is_queued_it_replaces_the_result():
    pending = future()

    async def body():
        try:
            log("result", await pending)
        except asyncio.CancelledError as error:
            log("caught", error)
            raise

    task = create_task(body())
    await pause()
    pending.set_result(1)
    log("cancel", task.cancel("late"))
    await settle("task", task)


@case
async def after_the_wake_up_is_queued_it_replaces_the_exception():
    pending = future()

    async def body():
        try:
            await pending
        except BaseException as error:
            log("caught", error)
            raise

    task = create_task(body())
    await pause()
    pending.set_exception(ValueError("lost"))
    log("cancel", task.cancel("late"))
    await settle("task", task)


@case
async def after_the_awaited_task_is_done_it_replaces_the_result():
    async def parent():
        log("result", await child)

    child = create_task(pause(3))
    task = create_task(parent())
    child.add_done_callback(lambda _: log("cancel", task.cancel("late")))
    await settle("task", task)


@case
async def after_the_awaited_task_was_cancelled_the_first_message_wins():
    pending = future()

    async def body():
        await pending

    task = create_task(body())
    await pause()
    pending.cancel("from the future")
    log("cancel", task.cancel("from the task"), "cancelling", task.cancelling())
    await settle("task", task)


@case
async def after_the_sleep_timer_fired():
    async def body():
        try:
            await asyncio.sleep(1)
            log("never")
        except asyncio.CancelledError as error:
            log("caught", error)
            raise

    task = create_task(body())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_at(1, lambda: log("cancel", task.cancel("late")))
    await settle("task", task)


@case
async def before_the_sleep_timer_at_the_same_time():
    async def body():
        await asyncio.sleep(1)
        log("never")

    task = create_task(body())
    asyncio.get_running_loop().call_at(1, lambda: log("cancel", task.cancel("just in time")))
    await settle("task", task)
    await asyncio.sleep(1)
    log("after")


@case
async def in_the_iteration_after_the_sleep_timer_fired():
    async def body():
        await asyncio.sleep(1)
        log("awake")
        await asyncio.sleep(1)

    task = create_task(body())
    loop = asyncio.get_running_loop()
    loop.call_at(1, loop.call_soon, lambda: log("cancel", task.cancel("close")))
    await settle("task", task)


@case
async def remembered_cancel_is_not_delivered_by_done_awaits():
    done = future()
    done.set_result(1)

    async def body():
        asyncio.current_task().cancel("remembered")
        log("done future", await done)
        await noop()
        log("done coroutine")
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            log("caught", error)
            raise

    await settle("task", create_task(body()))


@case
async def remembered_cancel_is_lost_on_nobody_at_the_return():
    async def body():
        asyncio.current_task().cancel("remembered")
        return 42

    await settle("task", create_task(body()))


@case
async def remembered_cancel_yields_to_an_exception():
    async def body():
        asyncio.current_task().cancel("remembered")
        raise ValueError("stronger")

    task = create_task(body())
    await settle("task", task)
    log("cancelling", task.cancelling())


@case
async def remembered_cancel_lands_at_a_future():
    pending = future()

    async def body():
        asyncio.current_task().cancel("remembered")
        try:
            await pending
        except asyncio.CancelledError as error:
            log("caught", error, "future cancelled", pending.cancelled())
            raise

    await settle("task", create_task(body()))


@case
async def remembered_cancel_lands_at_a_sleep():
    async def body():
        asyncio.current_task().cancel("remembered")
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError as error:
            log("caught", error)
            raise

    await settle("task", create_task(body()))


@case
async def remembered_cancel_lands_at_a_task():
    child = create_task(asyncio.sleep(100))

    async def body():
        await asyncio.sleep(0)
        asyncio.current_task().cancel("remembered")
        await child

    task = create_task(body())
    await settle("task", task)
    log("child cancelled", child.cancelled(), "cancelling", child.cancelling())


@case
async def remembered_cancel_lands_at_a_task_that_swallows_it():
    async def swallow():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError as error:
            log("swallowed", error)
        return 3

    child = create_task(swallow())

    async def body():
        await asyncio.sleep(0)
        asyncio.current_task().cancel("remembered")
        log("result", await child)
        await asyncio.sleep(1)
        log("not cancelled")

    await settle("task", create_task(body()))


@case
async def remembered_cancel_reaches_an_unstarted_task():
    async def child():
        log("never")

    async def body():
        asyncio.current_task().cancel("remembered")
        await create_task(child())

    await settle("task", create_task(body()))


@case
async def swallowed_then_awaits_work_again():
    async def body():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError as error:
            log("swallowed", error)
        await asyncio.sleep(1)
        log("slept, cancelling", asyncio.current_task().cancelling())
        return "survived"

    task = create_task(body())
    await pause()
    task.cancel("stop")
    await settle("task", task)


@case
async def swallowed_twice():
    async def body():
        for _ in range(2):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError as error:
                log("swallowed", error, "cancelling", asyncio.current_task().cancelling())
        return "survived"

    task = create_task(body())
    await pause()
    task.cancel("one")
    await pause()
    task.cancel("two")
    await settle("task", task)


@case
async def two_before_delivery_while_waiting():
    async def body():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError as error:
            log("caught", error, "cancelling", asyncio.current_task().cancelling())
        await asyncio.sleep(1)
        log("only one")

    task = create_task(body())
    await pause()
    log("cancel", task.cancel("first"), task.cancel("second"))
    await settle("task", task)


@case
async def two_before_delivery_while_ready():
    async def body():
        try:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            log("caught", error, "cancelling", asyncio.current_task().cancelling())

    task = create_task(body())
    await pause()
    log("cancel", task.cancel("first"), task.cancel("second"))
    await settle("task", task)


@case
async def uncancel_withdraws_a_remembered_cancel():
    async def body():
        task = asyncio.current_task()
        task.cancel("remembered")
        log("uncancel", task.uncancel())
        await asyncio.sleep(0)
        log("not cancelled")
        return 1

    await settle("task", create_task(body()))


@case
async def uncancel_of_one_of_two_withdraws_nothing():
    async def body():
        task = asyncio.current_task()
        task.cancel("one")
        task.cancel("two")
        log("uncancel", task.uncancel())
        try:
            await asyncio.sleep(0)
        finally:
            log("uncancel", task.uncancel())

    await settle("task", create_task(body()))


@case
async def uncancel_does_not_recall_a_forwarded_cancel():
    async def body():
        try:
            await asyncio.sleep(100)
        finally:
            log("finally, cancelling", asyncio.current_task().cancelling())

    task = create_task(body())
    await pause()
    task.cancel("forwarded")
    log("uncancel", task.uncancel())
    await settle("task", task)


@case
async def uncancel_withdraws_from_a_ready_task():
    async def body():
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return "went on"

    task = create_task(body())
    await pause()
    task.cancel()
    log("uncancel", task.uncancel())
    await settle("task", task)


@case
async def uncancel_without_a_cancel():
    task = asyncio.current_task()
    log("uncancel", task.uncancel(), task.uncancel(), "cancelling", task.cancelling())


@case
async def uncancel_after_swallowing():
    async def body():
        task = asyncio.current_task()
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            log("uncancel", task.uncancel())
        await asyncio.sleep(1)
        return task.cancelling()

    task = create_task(body())
    await pause()
    task.cancel()
    await settle("task", task)


@case
async def of_a_done_task():
    task = create_task(noop())
    await task
    log("cancel", task.cancel(), "cancelled", task.cancelled(), "cancelling", task.cancelling())


@case
async def of_a_cancelled_task():
    task = create_task(noop())
    task.cancel()
    await settle("task", task)
    log("cancel", task.cancel(), "cancelling", task.cancelling())


@case
async def during_the_cleanup():
    async def body():
        try:
            await asyncio.sleep(100)
        finally:
            log("cleaning up")
            try:
                await asyncio.sleep(10)
                log("never")
            finally:
                log("inner finally, cancelling", asyncio.current_task().cancelling())

    task = create_task(body())
    await pause()
    task.cancel("first")
    await pause()
    task.cancel("second")
    await settle("task", task)


@case
async def cleanup_takes_its_time():
    async def body():
        try:
            await asyncio.sleep(100)
        finally:
            await asyncio.sleep(2)
            log("cleaned up")

    task = create_task(body())
    await asyncio.sleep(1)
    task.cancel("stop")
    await settle("task", task)


@case
async def cleanup_fails():
    async def body():
        try:
            await asyncio.sleep(100)
        finally:
            raise ValueError("in the finally")

    task = create_task(body())
    await pause()
    task.cancel("stop")
    try:
        await task
    except ValueError as error:
        log("caught", error, "in place of", error.__context__)
    log("cancelled", task.cancelled())


@case
async def cleanup_cancels_itself():
    async def body():
        try:
            await asyncio.sleep(0)
            log("body done")
        finally:
            asyncio.current_task().cancel("in the finally")
            log("cleanup goes on")
            await asyncio.sleep(0)
            log("never")

    await settle("task", create_task(body()))


@case
async def cleanups_of_nested_frames_run_innermost_first():
    async def level(n):
        try:
            if n == 3:
                await asyncio.sleep(100)
            else:
                await level(n + 1)
        finally:
            await asyncio.sleep(1)
            log("cleanup", n)

    task = create_task(level(0))
    await pause()
    task.cancel("stop")
    await settle("task", task)


@case
async def caught_halfway_up():
    async def inner():
        try:
            await asyncio.sleep(100)
        finally:
            log("inner finally")

    async def middle():
        try:
            await inner()
        except asyncio.CancelledError as error:
            log("middle caught", error)
        return "from middle"

    async def outer():
        return await middle()

    task = create_task(outer())
    await pause()
    task.cancel("stop")
    await settle("task", task)


@case
async def turned_into_another_error():
    async def body():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            raise ValueError("instead")

    task = create_task(body())
    await pause()
    task.cancel("stop")
    await settle("task", task)


@case
async def of_a_task_with_a_shared_future():
    pending = future()

    async def waiter(name):
        try:
            await pending
        except asyncio.CancelledError as error:
            log(name, "caught", error, "cancelling", asyncio.current_task().cancelling())
            raise

    a, b = create_task(waiter("a")), create_task(waiter("b"))
    await pause()
    a.cancel("only a")
    await settle("a", a)
    await settle("b", b)


@case
async def of_one_of_two_awaiters_of_a_task():
    child = create_task(asyncio.sleep(100))

    async def waiter(name):
        try:
            await child
        except asyncio.CancelledError as error:
            log(name, "caught", kind(error), "cancelling", asyncio.current_task().cancelling())

    a, b = create_task(waiter("a")), create_task(waiter("b"))
    await pause()
    b.cancel("only b")
    await settle("a", a)
    await settle("b", b)


@case
async def of_parent_and_child_together():
    async def child():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError as error:
            log("child caught", error, "cancelling", asyncio.current_task().cancelling())
            raise

    inner = create_task(child())

    async def parent():
        await inner

    outer = create_task(parent())
    await pause()
    inner.cancel("child first")
    outer.cancel("then parent")
    await settle("outer", outer)
    log("cancelling", outer.cancelling(), inner.cancelling())


@case
async def of_itself_then_await():
    async def body():
        log("cancel", asyncio.current_task().cancel("myself"))
        try:
            await asyncio.sleep(0)
            log("never")
        finally:
            log("finally")

    await settle("task", create_task(body()))


@case
async def of_itself_in_a_nested_coroutine():
    async def nested():
        asyncio.current_task().cancel("myself")

    async def body():
        await nested()
        log("still running")
        await asyncio.sleep(0)
        log("never")

    await settle("task", create_task(body()))


@case
async def raised_by_the_coroutine_itself():
    async def body():
        await asyncio.sleep(0)
        raise asyncio.CancelledError("own")

    task = create_task(body())
    await settle("task", task)
    log("cancelling", task.cancelling())


@case
async def raised_by_the_coroutine_itself_at_once():
    task = create_task(fail(asyncio.CancelledError("own")))
    await settle("task", task)
    log("cancelling", task.cancelling())


@case
async def from_a_callback_of_the_loop():
    task = create_task(asyncio.sleep(100))
    asyncio.get_running_loop().call_later(3, task.cancel)
    await settle("task", task)


@case
async def from_a_done_callback():
    first = create_task(asyncio.sleep(1))
    second = create_task(asyncio.sleep(100))
    first.add_done_callback(lambda _: log("cancel", second.cancel("your turn")))
    await settle("second", second)


@case
async def by_the_parent_that_then_goes_on():
    async def child():
        try:
            await asyncio.sleep(100)
        finally:
            log("child finally")

    task = create_task(child())
    await asyncio.sleep(1)
    task.cancel()
    log("not waiting")
    await asyncio.sleep(1)
    log("child done", task.done())


@case
async def of_main_by_a_child():
    main = asyncio.current_task()

    async def child():
        log("cancel", main.cancel("from below"))

    create_task(child())
    try:
        await asyncio.sleep(100)
    finally:
        log("finally, cancelling", main.cancelling())


@case
async def message_passes_through_awaiting_tasks():
    async def inner():
        await asyncio.sleep(100)

    async def outer(task):
        try:
            await task
        except asyncio.CancelledError as error:
            log("outer caught", error)
            raise

    child = create_task(inner())
    parent = create_task(outer(child))
    await pause()
    child.cancel("the reason")
    await settle("parent", parent)


@case
async def ready_with_result_is_cancelled_and_swallows():
    pending = future()

    async def body():
        try:
            return await pending
        except asyncio.CancelledError:
            log("the result stays in the future:", pending.result())
            return await pending

    task = create_task(body())
    await pause()
    pending.set_result(5)
    task.cancel()
    await settle("task", task)


@case
async def does_not_wait_for_the_timer():
    task = create_task(asyncio.sleep(1000))
    await asyncio.sleep(1)
    task.cancel()
    await settle("task", task)
    await asyncio.sleep(1)
    log("after")
