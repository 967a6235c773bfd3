"""What the harness does not yet make deterministic, or equal to ours on purpose."""

import ast
import asyncio
import inspect

import harness


class Task(asyncio.tasks._PyTask):
    """A task that tells everyone the message of its cancel; asyncio's forgets it when it has told the first."""

    _message = None

    def __init__(self, coroutine, *, loop, **options):
        # In the order of creation: an eager one may create others in its first step.
        loop.created.append(self)
        super().__init__(coroutine, loop=loop, **options)

    @property
    def _cancel_message(self):
        return (self._cancelled_exc.args or (None,))[0] if self._cancelled_exc else self._message

    @_cancel_message.setter
    def _cancel_message(self, message):
        self._message = message

    def _make_cancelled_error(self):
        return asyncio.CancelledError(*self._cancelled_exc.args) if self._cancelled_exc else super()._make_cancelled_error()


class _ComprehensionsToCalls(ast.NodeTransformer):
    """{x for x in y} becomes set([x for x in y]), whose set can be another one."""

    def visit_SetComp(self, node):
        items = ast.ListComp(node.elt, node.generators)
        return ast.copy_location(ast.Call(ast.Name("set", ast.Load()), [items], []), node)


def install():
    """Has asyncio do in the order of insertion what it leaves open, and repeat at the end of a run what ours repeats."""
    harness.order_sets()
    harness.number_barriers()
    source = ast.parse(inspect.getsource(asyncio.tasks._AsCompletedIterator))
    tree = ast.fix_missing_locations(_ComprehensionsToCalls().visit(source))
    exec(compile(tree, asyncio.tasks.__file__, "exec"), vars(asyncio.tasks))

    cancel_once = asyncio.runners._cancel_all_tasks

    def cancel_all_tasks(loop):
        # asyncio cancels once, and destroys what clean-ups start meanwhile.
        while asyncio.tasks.all_tasks(loop):
            cancel_once(loop)

    asyncio.runners._cancel_all_tasks = cancel_all_tasks
