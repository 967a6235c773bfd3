"""Task groups: rules 35 to 37."""

import asyncio

from harness import case, create_task, ending, ends, fail, interrupt, kind, log, noop, pause, run


def loop():
    return asyncio.get_running_loop()


def this():
    return asyncio.current_task()


async def child(name, seconds=10, result=None):
    """Sleeps, and logs how it is left."""
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        log(name, "cancelled, cancelling", this().cancelling())
        raise
    log(name, "done")
    return result


async def failing(name, seconds=1):
    await asyncio.sleep(seconds)
    log(name, "fails")
    raise ValueError(name)


async def failing_when_cancelled(name, cleanup=0):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        if cleanup:
            await asyncio.sleep(cleanup)
        log(name, "fails")
        raise OSError(name) if cleanup else ValueError(name)


async def slow_cleanup(name, cleanup=2):
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(cleanup)
        log(name, "cleaned up, cancelling", this().cancelling())


async def cancelling_itself():
    await asyncio.sleep(1)
    raise asyncio.CancelledError("own")


async def swallow(name, seconds=10, more=3):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        log(name, "swallowed")
    await asyncio.sleep(more)
    log(name, "done")


async def group_of(*coroutines, body=None):
    """A group of children, and a body that is awaited in it."""
    async with asyncio.TaskGroup() as group:
        for coroutine in coroutines:
            group.create_task(coroutine)
        if body is not None:
            await body
            log("body done")
    log("group done")


async def group_in_a_task(*coroutines, body=None, cancel_at=None, again_at=None):
    """Such a group in a task of its own, which is cancelled from outside, and how much of that is left."""
    async def whole():
        await ending("group", group_of(*coroutines, body=body))
        await ending("next", asyncio.sleep(0))

    task = create_task(whole())
    if cancel_at is not None:
        loop().call_at(cancel_at, task.cancel, "outside")
    if again_at is not None:
        loop().call_at(again_at, task.cancel, "again")
    await ending("task", task)
    log("cancelling", task.cancelling())


# How many iterations pass.


@case
async def empty():
    log("before")
    async with asyncio.TaskGroup():
        pass
    log("after")


@case
async def one_that_ends_at_once():
    log("before")
    async with asyncio.TaskGroup() as group:
        group.create_task(noop())
    log("after")


@case
async def two_that_end_at_once():
    log("before")
    async with asyncio.TaskGroup() as group:
        group.create_task(noop())
        group.create_task(noop())
    log("after")


@case
async def one_that_fails_at_once():
    log("before")
    await ending("group", group_of(fail(ValueError("lost"))))


@case
async def one_that_fails_at_once_and_one_that_sleeps():
    log("before")
    await ending("group", group_of(fail(ValueError("lost")), child("sleeper")))


@case
async def one_that_sleeps_and_one_that_fails_at_once():
    log("before")
    await ending("group", group_of(child("sleeper"), fail(ValueError("lost"))))


@case
async def children_that_were_done_before_the_end():
    log("before")
    await ending("group", group_of(noop(), noop(), body=pause(3)))


@case
async def child_that_is_done_but_not_noticed_yet():
    log("before")
    await ending("group", group_of(noop(), body=pause(1)))


@case
async def results_of_children():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(child("a", 2, "first"), name="a")
        b = group.create_task(child("b", 1, "second"), name="b")
    log(a.get_name(), a.result(), b.get_name(), b.result())


@case
async def names_of_children():
    async def nameless():
        log("in", this().get_name())

    async with asyncio.TaskGroup() as group:
        group.create_task(nameless())
        group.create_task(nameless(), name="with a name")
        group.create_task(nameless())


@case
async def one_after_the_other():
    for seconds in (1, 2):
        await ending("group", group_of(child("a", seconds)))


@case
async def in_a_loop_that_handles_errors():
    for name in "ab":
        await ending("group", group_of(failing(name), child("other")))
    log("cancelling", this().cancelling())


# Errors of the body.


@case
async def body_fails():
    await ending("group", group_of(child("a"), child("b"), body=failing("body")))
    log("cancelling", this().cancelling())


@case
async def body_fails_without_children():
    log("before")
    await ending("group", group_of(body=fail(ValueError("body"))))


@case
async def body_fails_before_a_child_has_started():
    async def never():
        log("never")

    log("before")
    await ending("group", group_of(never(), body=fail(ValueError("body"))))


@case
async def body_fails_when_all_children_are_done():
    await ending("group", group_of(noop(), body=failing("body")))


@case
async def body_and_then_children_fail():
    await ending("group", group_of(
        failing_when_cancelled("a"), failing_when_cancelled("b", 2), failing_when_cancelled("c"), body=failing("body")))


@case
async def body_fails_and_a_child_cleans_up():
    await ending("group", group_of(slow_cleanup("a"), child("b"), body=failing("body")))


@case
async def body_raises_a_cancel_itself():
    await ending("group", group_of(child("a"), body=cancelling_itself()))
    log("cancelling", this().cancelling())


@case
async def body_raises_a_cancel_itself_and_a_child_fails():
    await ending("group", group_of(failing_when_cancelled("a"), body=cancelling_itself()))
    log("cancelling", this().cancelling())


@case
async def body_awaits_a_child_that_fails():
    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(failing("a"))
            group.create_task(child("b"))
            await task

    await ending("group", body())
    log("cancelling", this().cancelling())


@case
async def body_handles_the_failure_of_a_child():
    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(failing("a"))
            await ending("child", task)
            await ending("sleep", asyncio.sleep(5))

    await ending("group", body())
    log("cancelling", this().cancelling())


@case
async def body_awaits_a_child_that_is_cancelled():
    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(child("a"))
            group.create_task(child("b"))
            loop().call_at(1, task.cancel, "the child")
            await task

    await ending("group", body())
    log("cancelling", this().cancelling())


# Errors of children.


@case
async def child_fails_while_the_body_sleeps():
    await ending("group", group_of(failing("a"), child("b"), body=asyncio.sleep(5)))
    log("cancelling", this().cancelling())
    await asyncio.sleep(10)
    log("after")


@case
async def child_fails_while_the_body_waits_for_a_future():
    pending = loop().create_future()

    async def body():
        await pending

    await ending("group", group_of(failing("a"), body=body()))
    log("future cancelled", pending.cancelled())


@case
async def child_fails_while_the_body_waits_for_another_task():
    other = create_task(slow_cleanup("other"))

    async def body():
        await other

    await ending("group", group_of(failing("a"), body=body()))
    log("other cancelled", other.cancelled())


@case
async def child_fails_while_the_body_yields():
    async def body():
        while True:
            await asyncio.sleep(0)
            if loop().time() < 1:
                await asyncio.sleep(0.5)
            log("spinning")

    await ending("group", group_of(failing("a"), body=body()))


@case
async def child_fails_while_the_body_cleans_up():
    async def body():
        try:
            await asyncio.sleep(0.5)
        finally:
            await slow_cleanup("body")

    await ending("group", group_of(failing("a"), body=body()))
    log("cancelling", this().cancelling())


@case
async def child_fails_just_when_the_body_is_done():
    await ending("group", group_of(failing("a"), body=asyncio.sleep(1)))
    log("cancelling", this().cancelling())


@case
async def child_fails_and_the_body_swallows():
    await ending("group", group_of(failing("a"), child("b"), body=swallow("body")))
    log("cancelling", this().cancelling())


@case
async def child_fails_and_the_body_fails_then():
    await ending("group", group_of(failing("a"), body=failing_when_cancelled("body")))
    log("cancelling", this().cancelling())


@case
async def two_fail_in_one_iteration():
    await ending("group", group_of(failing("a"), failing("b"), child("c")))
    log("cancelling", this().cancelling())


@case
async def two_fail_one_after_the_other():
    await ending("group", group_of(failing("a", 2), failing("b", 1)))


@case
async def child_fails_while_the_others_are_cancelled():
    await ending("group", group_of(
        failing("a"), failing_when_cancelled("b", 2), failing_when_cancelled("c"), child("d")))


@case
async def others_are_cancelled_in_the_order_of_creation():
    await ending("group", group_of(*(child(name) for name in "abcdefghij"), failing("last")))


@case
async def other_swallows_the_cancel():
    await ending("group", group_of(failing("a"), swallow("b"), child("c")))


@case
async def other_cleans_up():
    await ending("group", group_of(failing("a"), slow_cleanup("b")))


@case
async def failing_with_a_timeout():
    async def late():
        async with asyncio.timeout(1):
            await asyncio.sleep(10)

    await ending("group", group_of(late(), child("b")))


@case
async def failing_with_a_group_of_its_own():
    await ending("group", group_of(group_of(failing("inner"), child("its sibling")), child("outer")))


@case
async def error_that_somebody_else_has_seen():
    async def watcher(task):
        await ending("watcher", task)

    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(failing("a"))
            create_task(watcher(task))

    await ending("group", body())


# Cancelled children.


@case
async def one_is_cancelled():
    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(child("a"))
            group.create_task(child("b", 3))
            loop().call_at(1, task.cancel, "the child")
        log("cancelled", task.cancelled())

    await ending("group", body())


@case
async def all_are_cancelled():
    async def body():
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(child(name)) for name in "ab"]
            await asyncio.sleep(1)
            for task in tasks:
                task.cancel()
        log("group done")

    await ending("group", body())
    log("cancelling", this().cancelling())


@case
async def one_is_cancelled_before_it_starts():
    async def never():
        log("never")

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(never()).cancel()
        log("group done")

    await ending("group", body())


@case
async def one_raises_a_cancel_itself():
    await ending("group", group_of(fail(asyncio.CancelledError("own")), child("b", 1)))


@case
async def one_is_cancelled_and_fails():
    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(failing_when_cancelled("a"))
            group.create_task(child("b"))
            await asyncio.sleep(1)
            task.cancel()

    await ending("group", body())


@case
async def sibling_awaits_one_that_is_cancelled():
    async def waiter(task):
        await task

    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(child("a"))
            group.create_task(waiter(task))
            group.create_task(child("c", 3))
            await asyncio.sleep(1)
            task.cancel()

    await ending("group", body())


@case
async def sibling_awaits_one_that_fails():
    async def waiter(task):
        await task

    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(failing("a"))
            group.create_task(waiter(task))
            group.create_task(child("c", 3))

    await ending("group", body())


# Cancelled from outside.


@case
async def cancelled_while_the_body_sleeps():
    await group_in_a_task(child("a"), child("b"), body=asyncio.sleep(5), cancel_at=1)


@case
async def cancelled_at_the_end():
    await group_in_a_task(child("a"), child("b"), cancel_at=1)


@case
async def cancelled_and_a_child_cleans_up():
    await group_in_a_task(slow_cleanup("a"), child("b"), cancel_at=1)


@case
async def cancelled_and_a_child_swallows():
    await group_in_a_task(swallow("a"), child("b"), cancel_at=1)


@case
async def cancelled_and_the_body_swallows():
    await group_in_a_task(child("a", 6), body=swallow("body"), cancel_at=1)


@case
async def cancelled_and_a_child_fails():
    await group_in_a_task(failing_when_cancelled("a"), child("b"), cancel_at=1)


@case
async def cancelled_while_the_body_sleeps_and_a_child_fails():
    await group_in_a_task(failing_when_cancelled("a"), body=asyncio.sleep(5), cancel_at=1)


@case
async def cancelled_and_a_child_that_cleans_up_fails():
    await group_in_a_task(failing_when_cancelled("a", 2), cancel_at=1)


@case
async def cancelled_twice():
    await group_in_a_task(slow_cleanup("a"), cancel_at=1, again_at=2)


@case
async def cancelled_twice_in_one_iteration():
    await group_in_a_task(slow_cleanup("a"), cancel_at=1, again_at=1)


@case
async def cancelled_twice_and_a_child_fails():
    await group_in_a_task(failing_when_cancelled("a", 3), cancel_at=1, again_at=2)


@case
async def cancelled_twice_while_the_body_sleeps():
    await group_in_a_task(slow_cleanup("a"), body=asyncio.sleep(5), cancel_at=1, again_at=2)


@case
async def cancelled_after_a_child_has_failed():
    await group_in_a_task(failing("a"), slow_cleanup("b"), cancel_at=2)


@case
async def cancelled_after_a_child_has_failed_while_the_body_cleans_up():
    await group_in_a_task(failing("a"), body=slow_cleanup("body"), cancel_at=2)


@case
async def cancelled_after_the_body_has_failed():
    await group_in_a_task(slow_cleanup("a"), body=failing("body"), cancel_at=2)


@case
async def cancelled_in_the_iteration_before_a_child_fails():
    await group_in_a_task(failing("a"), child("b"), body=asyncio.sleep(5), cancel_at=1)


@case
async def cancelled_when_a_child_has_just_failed():
    async def whole():
        await ending("group", group_of(fails_and_cancels(), child("b"), body=asyncio.sleep(5)))
        await ending("next", asyncio.sleep(0))

    async def fails_and_cancels():
        await asyncio.sleep(1)
        loop().call_soon(task.cancel, "outside")
        raise ValueError("a")

    task = create_task(whole())
    await ending("task", task)
    log("cancelling", task.cancelling())


@case
async def cancelled_by_a_child_that_fails():
    async def whole():
        await ending("group", group_of(cancels_and_fails(), child("b"), body=asyncio.sleep(5)))
        await ending("next", asyncio.sleep(0))

    async def cancels_and_fails():
        await asyncio.sleep(1)
        task.cancel("by the child")
        raise ValueError("a")

    task = create_task(whole())
    await ending("task", task)
    log("cancelling", task.cancelling())


@case
async def cancelled_by_a_child():
    async def whole():
        await ending("group", group_of(cancels(), child("b")))

    async def cancels():
        await asyncio.sleep(1)
        task.cancel("by the child")
        await asyncio.sleep(5)

    task = create_task(whole())
    await ending("task", task)


@case
async def cancelled_when_all_children_are_done():
    async def whole():
        await ending("group", group_of(child("a", 1)))
        await ending("next", asyncio.sleep(0))

    task = create_task(whole())
    loop().call_at(1, lambda: loop().call_soon(lambda: loop().call_soon(task.cancel, "outside")))
    await ending("task", task)


@case
async def cancel_remembered_from_before():
    async def whole():
        this().cancel("earlier")
        await ending("group", group_of(child("a")))
        await ending("next", asyncio.sleep(0))

    task = create_task(whole())
    await ending("task", task)
    log("cancelling", task.cancelling())


@case
async def cancel_remembered_from_before_an_empty_one():
    async def whole():
        this().cancel("earlier")
        await ending("group", group_of())
        await ending("next", asyncio.sleep(0))

    task = create_task(whole())
    await ending("task", task)
    log("cancelling", task.cancelling())


@case
async def cancel_swallowed_before_and_a_child_fails():
    async def whole():
        this().cancel("earlier")
        await swallow("before", more=0)
        await ending("group", group_of(failing("a"), child("b"), body=asyncio.sleep(5)))
        await ending("next", asyncio.sleep(0))

    task = create_task(whole())
    await ending("task", task)
    log("cancelling", task.cancelling())


@case
async def cancel_taken_back_while_the_children_clean_up():
    async def whole():
        await ending("group", group_of(slow_cleanup("a")))
        await ending("next", asyncio.sleep(0))

    task = create_task(whole())
    loop().call_at(1, task.cancel, "outside")
    loop().call_at(2, task.uncancel)
    await ending("task", task)
    log("cancelling", task.cancelling())


# Children that come late.


@case
async def child_creates_a_sibling():
    async def creator(group):
        await asyncio.sleep(1)
        group.create_task(child("sibling", 2))
        log("created")

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(creator(group))
        log("group done")

    await ending("group", body())


@case
async def child_creates_a_sibling_in_its_last_step():
    async def creator(group, depth):
        log("depth", depth)
        if depth < 3:
            group.create_task(creator(group, depth + 1))

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(creator(group, 0))
        log("group done")

    await ending("group", body())


def refused(group, coroutine):
    """Tries to create a child, and logs what comes of it."""
    try:
        group.create_task(coroutine)
    except RuntimeError as error:
        log("refused with", kind(error))
    else:
        log("accepted")


async def never():
    log("never")


@case
async def child_creates_a_sibling_when_it_is_cancelled():
    async def creator(group):
        try:
            await asyncio.sleep(10)
        finally:
            refused(group, never())

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(creator(group))
            group.create_task(failing("b"))

    await ending("group", body())


@case
async def body_creates_a_child_after_a_failure():
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(failing("a"))
            await swallow("body", more=0)
            refused(group, never())

    await ending("group", body())


@case
async def child_created_after_the_end():
    async with asyncio.TaskGroup() as group:
        pass
    refused(group, never())
    await pause()


@case
async def child_created_after_the_end_by_failure():
    groups = []

    async def body():
        async with asyncio.TaskGroup() as group:
            groups.append(group)
            group.create_task(failing("a"))

    await ending("group", body())
    refused(groups[0], never())


@case
async def callback_creates_a_child():
    async def body():
        async with asyncio.TaskGroup() as group:
            loop().call_at(1, lambda: group.create_task(child("late", 2)))
            group.create_task(child("early", 2))
        log("group done")

    await ending("group", body())


@case
async def callback_creates_a_child_when_the_last_was_just_noticed():
    async def body():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(child("early", 1))
            task.add_done_callback(lambda _: refused(group, never()))
        log("group done")

    await ending("group", body())


@case
async def callback_creates_a_child_before_the_last_is_noticed():
    async def early(group):
        await asyncio.sleep(1)
        loop().call_soon(lambda: refused(group, child("late", 1)))

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(early(group))
        log("group done")

    await ending("group", body())


@case
async def child_created_when_the_last_was_noticed_but_the_group_not_resumed():
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(child("early", 1))
            loop().call_at(1, lambda: loop().call_soon(lambda: loop().call_soon(
                lambda: loop().call_soon(lambda: refused(group, never())))))
        log("group done")

    await ending("group", body())


# One in another.


async def nested(inner_children, outer_children, body=None):
    async with asyncio.TaskGroup() as outer:
        for coroutine in outer_children:
            outer.create_task(coroutine)
        await ending_and_raising("inner", group_of(*inner_children, body=body))
        log("outer body done")
    log("outer done")


async def ending_and_raising(name, awaitable):
    try:
        await awaitable
    except BaseException as error:
        log(name, "raised", error, "cancelling", this().cancelling())
        raise


@case
async def nested_and_all_is_well():
    await ending("outer", nested([child("inner", 1)], [child("outer", 2)]))


@case
async def nested_and_the_inner_one_fails():
    await ending("outer", nested([failing("inner")], [child("outer")]))
    log("cancelling", this().cancelling())


@case
async def nested_and_the_outer_one_fails():
    await ending("outer", nested([child("inner")], [failing("outer"), child("other")]))
    log("cancelling", this().cancelling())


@case
async def nested_and_the_outer_one_fails_while_the_inner_body_sleeps():
    await ending("outer", nested([child("inner")], [failing("outer")], asyncio.sleep(5)))
    log("cancelling", this().cancelling())


@case
async def nested_and_both_fail_in_one_iteration():
    await ending("outer", nested([failing("inner")], [failing("outer")]))
    log("cancelling", this().cancelling())


@case
async def nested_and_both_fail_in_one_iteration_the_inner_first():
    async def body():
        async with asyncio.TaskGroup() as outer:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(failing("inner"))
                outer.create_task(failing("outer"))

    await ending("outer", body())
    log("cancelling", this().cancelling())


@case
async def nested_and_the_outer_one_fails_while_the_inner_one_ends():
    await ending("outer", nested([failing("inner"), slow_cleanup("slow")], [failing("outer", 2)]))
    log("cancelling", this().cancelling())


@case
async def nested_and_the_inner_one_fails_while_the_outer_one_ends():
    await ending("outer", nested([failing_when_cancelled("inner")], [failing("outer")]))
    log("cancelling", this().cancelling())


@case
async def nested_and_the_inner_body_fails():
    await ending("outer", nested([child("inner")], [child("outer")], failing("body")))


@case
async def nested_and_cancelled_from_outside():
    async def whole():
        await ending("outer", nested([child("inner")], [child("outer")]))
        await ending("next", asyncio.sleep(0))

    task = create_task(whole())
    loop().call_at(1, task.cancel, "outside")
    await ending("task", task)
    log("cancelling", task.cancelling())


@case
async def nested_and_cancelled_from_outside_with_errors():
    async def whole():
        await ending("outer", nested([failing_when_cancelled("inner")], [child("outer")]))
        await ending("next", asyncio.sleep(0))

    task = create_task(whole())
    loop().call_at(1, task.cancel, "outside")
    await ending("task", task)
    log("cancelling", task.cancelling())


@case
async def nested_and_the_inner_error_is_handled():
    async def body():
        async with asyncio.TaskGroup() as outer:
            outer.create_task(child("outer", 3))
            await ending("inner", group_of(failing("inner"), child("other")))
            await asyncio.sleep(1)
            log("outer body goes on")

    await ending("outer", body())


# With timeouts.


@case
async def timeout_around_it():
    async def body():
        async with asyncio.timeout(1):
            await group_of(child("a"), child("b"))

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def timeout_around_it_and_a_child_cleans_up():
    async def body():
        async with asyncio.timeout(1):
            await group_of(slow_cleanup("a"), child("b"))

    await ending("body", body())


@case
async def timeout_around_it_and_a_child_fails():
    async def body():
        async with asyncio.timeout(1):
            await group_of(failing_when_cancelled("a"), child("b"))

    await ending("body", body())
    log("cancelling", this().cancelling())
    await ending("next", asyncio.sleep(0))


@case
async def timeout_around_it_and_a_child_fails_before():
    async def body():
        async with asyncio.timeout(2):
            await group_of(failing("a"), child("b"))

    await ending("body", body())
    await asyncio.sleep(5)
    log("after")


@case
async def timeout_around_it_and_a_child_fails_in_the_same_iteration():
    async def body():
        async with asyncio.timeout(1):
            await group_of(failing("a"), child("b"))

    await ending("body", body())
    log("cancelling", this().cancelling())
    await ending("next", asyncio.sleep(0))


@case
async def timeout_around_it_expires_while_the_group_ends():
    async def body():
        async with asyncio.timeout(2):
            await group_of(failing("a"), slow_cleanup("b"))

    await ending("body", body())
    log("cancelling", this().cancelling())
    await ending("next", asyncio.sleep(0))


@case
async def timeout_around_it_expires_while_the_body_sleeps():
    async def body():
        async with asyncio.timeout(1):
            await group_of(child("a"), body=asyncio.sleep(5))

    await ending("body", body())


@case
async def timeout_in_its_body():
    async def body():
        async with asyncio.timeout(1):
            await asyncio.sleep(5)

    await ending("group", group_of(child("a"), body=body()))


@case
async def timeout_in_its_body_and_a_child_fails():
    async def body():
        async with asyncio.timeout(2):
            await asyncio.sleep(5)

    await ending("group", group_of(failing("a"), child("b"), body=body()))
    log("cancelling", this().cancelling())


@case
async def timeout_in_its_body_and_a_child_fails_in_the_same_iteration():
    async def body():
        async with asyncio.timeout(1):
            await asyncio.sleep(5)

    await ending("group", group_of(failing("a"), child("b"), body=body()))
    log("cancelling", this().cancelling())


@case
async def timeout_in_its_body_around_its_end():
    async def body():
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as group:
                group.create_task(child("a"))
                await asyncio.sleep(0.5)
                log("body done")

    await ending("group", body())


# Errors that leave the loop.


def leaving(main):
    """Runs main on a loop of its own, which an error may leave."""
    ends(lambda: run(main))


async def interrupted(seconds=1):
    await asyncio.sleep(seconds)
    raise KeyboardInterrupt("by a coroutine")


@case
def child_is_interrupted():
    leaving(group_of(interrupted(), child("b")))


@case
def child_is_interrupted_while_the_body_sleeps():
    leaving(group_of(interrupted(), child("b"), body=asyncio.sleep(5)))


@case
def child_is_interrupted_and_another_fails():
    leaving(group_of(interrupted(), failing_when_cancelled("b")))


@case
def body_is_interrupted():
    leaving(group_of(child("a"), slow_cleanup("b"), body=interrupted()))


@case
def body_is_interrupted_and_a_child_fails():
    leaving(group_of(failing_when_cancelled("a"), body=interrupted()))


@case
def ctrl_c_while_it_waits():
    async def main():
        loop().call_later(1, interrupt)
        await group_of(child("a"), slow_cleanup("b"))

    try:
        run(main())
    except KeyboardInterrupt:
        log("raised KeyboardInterrupt")


@case
def ctrl_c_and_a_child_fails():
    async def main():
        loop().call_later(1, interrupt)
        await group_of(failing_when_cancelled("a"))

    leaving(main())


# With eager tasks.


async def eagerly(awaitable):
    loop().set_task_factory(asyncio.eager_task_factory)
    try:
        await awaitable
    finally:
        loop().set_task_factory(None)


def eager_group_of(*coroutines, body=None):
    return eagerly(group_of(*coroutines, body=body))


@case
async def eager_children_that_do_not_suspend():
    log("before")
    await ending("group", eager_group_of(noop(), noop()))


@case
async def eager_children_that_suspend():
    log("before")
    await ending("group", eager_group_of(child("a", 1), pause(1), child("b", 0)))


@case
async def eager_child_that_fails_at_once():
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(child("a"))
            group.create_task(fail(ValueError("lost")))
            log("created, cancelling", this().cancelling())
            refused(group, never())

    log("before")
    await ending("group", eagerly(body()))
    log("cancelling", this().cancelling())


@case
async def eager_child_that_fails_at_once_and_the_body_sleeps():
    log("before")
    await ending("group", eager_group_of(child("a"), fail(ValueError("lost")), body=asyncio.sleep(5)))
    log("cancelling", this().cancelling())
    await ending("next", asyncio.sleep(0))


@case
async def eager_child_that_is_cancelled_at_once():
    await ending("group", eager_group_of(fail(asyncio.CancelledError("own")), child("b", 1)))


@case
async def eager_child_that_creates_a_sibling():
    async def creator(group):
        log("creator begins")
        group.create_task(child("sibling", 0))
        log("creator ends")

    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(creator(group))
        log("group done")

    await ending("group", eagerly(body()))


# Left without being awaited at the end of the block: the same thing as its end.


@case
async def body_returns():
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(child("a", 2))
            await asyncio.sleep(1)
            return "early"

    await ending("group", body())


@case
async def body_returns_and_a_child_fails():
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(failing("a", 2))
            group.create_task(child("b"))
            await asyncio.sleep(1)
            return "lost"

    await ending("group", body())
    log("cancelling", this().cancelling())


@case
async def body_returns_and_is_cancelled():
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(child("a"))
            return "lost"

    task = create_task(body())
    loop().call_at(1, task.cancel, "outside")
    await ending("task", task)
