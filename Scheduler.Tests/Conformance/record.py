#!/usr/bin/env python3
"""Runs the conformance programs and writes what they logged beside them.

    record.py            records anew
    record.py --check    records nothing; prints how the recordings differ, and exits with 1 if they do
"""

import concurrent.futures
import difflib
import importlib
import os
import pathlib
import subprocess
import sys
import traceback

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "Programs"
OLDEST = (3, 13)


def load(topic):
    """The cases of a program, by name, in the order of the file."""
    sys.path[:0] = [str(HERE), str(PROGRAMS)]
    import harness

    importlib.import_module(topic)
    return harness.CASES


def perform(topic, name):
    """Prints what one case logs."""
    cases = load(topic)
    import harness

    print("\n".join(harness.perform(cases[name])), flush=True)


def perform_apart(topic, name):
    """Prints what one case logs, from a process of its own: CPython counts the names of tasks per process."""
    if not hasattr(os, "fork"):
        subprocess.run([sys.executable, "-B", "-W", "ignore", __file__, "--case", topic, name], timeout=60, check=True)
        return

    # What is imported already need not be imported again, which is most of the work.
    child = os.fork()
    if child == 0:
        status = 1
        try:
            perform(topic, name)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit(f"{topic}.{name} failed")


def perform_all(topic):
    """Prints what the cases of a program log: a block for each."""
    for index, name in enumerate(load(topic)):
        print(f"{'\n' if index else ''}== {name}", flush=True)
        perform_apart(topic, name)


def record(topic):
    """What the cases of a program log."""
    result = subprocess.run(
        [sys.executable, "-B", "-W", "ignore", __file__, "--topic", topic],
        capture_output=True, text=True, timeout=600, env={**os.environ, "PYTHONASYNCIODEBUG": "", "PYTHONDEVMODE": ""})
    if result.returncode != 0:
        sys.exit(f"{topic} failed:\n{result.stderr}")
    return result.stdout


def main(arguments):
    if sys.implementation.name != "cpython" or sys.version_info < OLDEST:
        # Older versions differ in places, and their answers would be no recording of this library's semantics.
        print(f"Nothing recorded: this needs CPython {OLDEST[0]}.{OLDEST[1]} or newer, and this is {sys.version.split()[0]}.")
        return 0

    if arguments[:1] == ["--topic"]:
        perform_all(arguments[1])
        return 0

    if arguments[:1] == ["--case"]:
        perform(arguments[1], arguments[2])
        return 0

    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2

    differs = False
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        programs = sorted(PROGRAMS.glob("*.py"))
        for program, new in zip(programs, pool.map(record, [program.stem for program in programs])):
            recording = program.with_suffix(".txt")
            old = recording.read_text(encoding="utf-8") if recording.exists() else ""
            print(f"{program.stem}: {new.count('== ')} cases{'' if new == old else ', different from the recording'}")
            if new != old:
                differs = True
                if arguments:
                    sys.stdout.writelines(difflib.unified_diff(
                        old.splitlines(True), new.splitlines(True), f"{recording.name} (recorded)", f"{recording.name} (now)"))
                else:
                    recording.write_text(new, encoding="utf-8", newline="\n")

    for orphan in sorted(PROGRAMS.glob("*.txt")):
        if not orphan.with_suffix(".py").exists():
            print(f"{orphan.name} has no program")
            differs = True

    return 1 if differs and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
