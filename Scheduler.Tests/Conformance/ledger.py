#!/usr/bin/env python3
"""Holds the ledger against CPython's own tests: each of them has its line, in the order of its file.

    ledger.py            adds a line marked "??" for each test that has none, and puts the lines in order
    ledger.py --check    changes nothing; prints what is missing or too much, and exits with 1 if anything is

A test that several classes inherit counts once, under the class that defines it.
"""

import ast
import importlib.util
import pathlib
import sys

LEDGER = pathlib.Path(__file__).resolve().parent / "Ledger"
VERSION = (3, 13)
MODULES = [
    "test_base_events", "test_context", "test_eager_task_factory", "test_events", "test_futures", "test_futures2", "test_locks",
    "test_queues", "test_runners", "test_sendfile", "test_server", "test_sock_lowlevel", "test_ssl", "test_sslproto", "test_staggered",
    "test_streams", "test_subprocess", "test_taskgroups", "test_tasks", "test_threads", "test_timeouts", "test_unix_events", "test_waitfor"]


def find_tests():
    """The folder of CPython's tests of asyncio, or None; some installations come without."""
    if importlib.util.find_spec("test") is None or (found := importlib.util.find_spec("test.test_asyncio")) is None:
        return None
    return pathlib.Path(found.origin).parent


def list_tests(path):
    """The test functions of a module as Class.test_name, in the order of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    # A function of the module may define tests too: it adds them to the classes that it decorates.
    return [
        f"{scope.name}.{test.name}"
        for scope in tree.body if isinstance(scope, (ast.ClassDef, *functions))
        for test in scope.body if isinstance(test, functions) and test.name.startswith("test_")]


def header(module):
    return f"# CPython {VERSION[0]}.{VERSION[1]}, Lib/test/test_asyncio/{module}.py: which test here answers to each of its tests, or why none does."


def read(module):
    """The lines of a ledger file, by the test that they are about."""
    file = LEDGER / f"{module}.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {line.split()[0]: line for line in lines if line and not line.startswith("#")}


def write(module, lines):
    (LEDGER / f"{module}.txt").write_text("\n".join([header(module), *lines, ""]), encoding="utf-8", newline="\n")


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2

    if sys.implementation.name != "cpython" or sys.version_info[:2] != VERSION or (tests := find_tests()) is None:
        print(f"The ledger was not checked: that needs CPython {VERSION[0]}.{VERSION[1]} with its own tests.")
        return 0

    differs = False
    for module in MODULES:
        wanted = list_tests(tests / f"{module}.py")
        found = read(module)
        missing = [test for test in wanted if test not in found]
        unknown = [test for test in found if test not in wanted]
        in_order = [test for test in wanted if test in found] == [test for test in found if test in wanted]
        is_open = sum(line.endswith("??") for line in found.values())
        print(f"{module}: {len(wanted)} tests, {is_open} open" + ("" if in_order else ", not in the order of the file"))
        for test in missing:
            print(f"  has no line: {test}")
        for test in unknown:
            print(f"  is no test of CPython: {test}")
        if missing or unknown or not in_order:
            differs = True
            if not arguments:
                write(module, [found.get(test, f"{test} ??") for test in wanted])

    return 1 if differs and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
