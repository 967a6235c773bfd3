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

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "Programs"
OLDEST = (3, 13)


def load(topic):
    """The cases of a program, by name, in the order of the file."""
    sys.path[:0] = [str(HERE), str(PROGRAMS)]
    import harness

    importlib.import_module(topic)
    return harness.CASES


def run_case(topic, name):
    """Runs one case in a process of its own: CPython counts the names of tasks per process."""
    result = subprocess.run(
        [sys.executable, "-B", "-W", "ignore", __file__, "--case", topic, name],
        capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONASYNCIODEBUG": "", "PYTHONDEVMODE": ""})
    if result.returncode != 0:
        sys.exit(f"{topic}.{name} failed:\n{result.stderr}")
    return result.stdout


def list_cases(topic):
    result = subprocess.run(
        [sys.executable, "-B", __file__, "--list", topic], capture_output=True, text=True, check=True)
    return result.stdout.split()


def record(topic, pool):
    """What the program of a topic logs: a block for each case."""
    names = list_cases(topic)
    traces = pool.map(lambda name: run_case(topic, name), names)
    return "\n".join(f"== {name}\n{trace}" for name, trace in zip(names, traces))


def main(arguments):
    if sys.implementation.name != "cpython" or sys.version_info < OLDEST:
        # Older versions differ in places, and their answers would be no recording of this library's semantics.
        print(f"Nothing recorded: this needs CPython {OLDEST[0]}.{OLDEST[1]} or newer, and this is {sys.version.split()[0]}.")
        return 0

    if arguments[:1] == ["--list"]:
        print("\n".join(load(arguments[1])))
        return 0

    if arguments[:1] == ["--case"]:
        cases = load(arguments[1])
        import harness

        print("\n".join(harness.perform(cases[arguments[2]])))
        return 0

    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2

    differs = False
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for program in sorted(PROGRAMS.glob("*.py")):
            recording = program.with_suffix(".txt")
            new = record(program.stem, pool)
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
