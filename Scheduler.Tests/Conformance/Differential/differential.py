#!/usr/bin/env python3
"""Runs random programs under CPython, for the comparison with ours.

    differential.py generate SEED COUNT [FEATURE ...]    prints programs and their traces
    differential.py serve                                reads programs, each up to a line ".", and answers with their traces
    differential.py record                               records programs.txt, cancels.txt and regressions.txt anew
    differential.py record --check                       records nothing; exits with 1 if the recordings would differ

A recorded program begins with a line "== name"; its trace begins with a line "--".
"""

import difflib
import gc
import itertools
import pathlib
import sys

import cancels
import generator
import interpreter
import program

HERE = pathlib.Path(__file__).resolve().parent
OLDEST = (3, 13)
RECORDED = 300
LONGEST_RECORDED_TRACE = 30


def generate(seed, features):
    """Programs that prove something, without end."""
    for seed in itertools.count(seed):
        bodies = generator.generate(seed, features or generator.FEATURES)
        if trace := interpreter.perform(bodies):
            yield seed, bodies, trace


def format_record(name, bodies, trace):
    return "\n".join([f"== {name}", program.render(bodies), "--", *trace]) + "\n"


def serve():
    text = []
    for row in sys.stdin:
        if row != ".\n":
            text.append(row)
            continue
        trace = interpreter.perform(program.parse("".join(text)))
        print("\n".join(trace or ["unusable"]), ".", sep="\n", flush=True)
        text = []


def record_programs():
    small = (found for found in generate(1, None) if len(found[2]) <= LONGEST_RECORDED_TRACE)
    return "".join(itertools.starmap(format_record, itertools.islice(small, RECORDED)))


def record_regressions(recorded):
    blocks = []
    for name, rest in read_blocks(recorded):
        bodies = program.parse(rest.partition("--\n")[0])
        blocks.append(format_record(name, bodies, interpreter.perform(bodies)))
    return "".join(blocks)


def read_blocks(text):
    """What follows each line "== name", by that name."""
    for block in text.split("== ")[1:]:
        name, _, rest = block.partition("\n")
        yield name, rest


def record_cancels(scenarios):
    return "".join(
        format_record(f"{name}: {description}", bodies, trace)
        for name, text in read_blocks(scenarios)
        for description, bodies, trace in cancels.variants(program.parse(text), interpreter.perform))


def record(check):
    regressions = HERE / "regressions.txt"
    scenarios = HERE / "scenarios.txt"
    new_texts = {
        HERE / "programs.txt": record_programs(),
        HERE / "cancels.txt": record_cancels(scenarios.read_text(encoding="utf-8")),
        regressions: record_regressions(regressions.read_text(encoding="utf-8")),
    }
    differs = False
    for path, new in new_texts.items():
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        print(f"{path.stem}: {new.count('== ')} programs{'' if new == old else ', different from the recording'}")
        if new != old and check:
            differs = True
            sys.stdout.writelines(difflib.unified_diff(
                old.splitlines(True), new.splitlines(True), f"{path.name} (recorded)", f"{path.name} (now)"))
        elif new != old:
            path.write_text(new, encoding="utf-8", newline="\n")
    return 1 if differs else 0


def main(arguments):
    if sys.implementation.name != "cpython" or sys.version_info < OLDEST:
        sys.exit(f"This needs CPython {OLDEST[0]}.{OLDEST[1]} or newer, and is {sys.version.split()[0]}.")

    # A collection at the end of each program makes it report exceptions that nobody has seen; asyncio need not be looked at.
    gc.disable()
    gc.collect()
    gc.freeze()
    match arguments:
        case ["generate", seed, count, *features]:
            for found in itertools.islice(generate(int(seed), features), int(count)):
                sys.stdout.write(format_record(*found))
        case ["serve"]:
            serve()
        case ["record"] | ["record", "--check"]:
            return record(check=len(arguments) > 1)
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
