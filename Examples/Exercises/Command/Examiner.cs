using System.Diagnostics;
using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Command;

/// <summary>Finds out how far exercises are: compiles what has changed, and runs its tests.</summary>
internal sealed class Examiner(string root, IReadOnlyList<Exercise> course)
{
    private readonly CourseSources _sources = new(root, course);
    private readonly ResultStore _store = new(Path.Combine(root, "obj", "answers"));

    /// <summary>
    /// How far the whole course is. What has not changed since its tests last ran is not run again, except what is unsolved and will be
    /// shown: its messages are read, and have to be true now.
    /// </summary>
    /// <param name="shown">What will be shown; null for the first that is unsolved.</param>
    /// <param name="stop">Stops what is running.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal IReadOnlyList<Result> ExamineCourse(Exercise? shown, CancellationToken stop)
    {
        List<Result> results = [.. Examine(course, anew: false, stop)];
        while (results.FindIndex(result => !result.IsSolved && (shown is null || result.Exercise == shown)) is >= 0 and int next
            && results[next].IsRemembered)
        {
            results[next] = Examine([course[next]], anew: true, stop)[0];
        }

        return results;
    }

    /// <summary>How far some exercises are.</summary>
    /// <param name="exercises">Which.</param>
    /// <param name="anew">Whether tests run again that have run with the same files before.</param>
    /// <param name="stop">Stops what is running.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal IReadOnlyList<Result> Examine(IReadOnlyList<Exercise> exercises, bool anew, CancellationToken stop)
    {
        Result?[] results = [.. exercises.AsParallel().AsOrdered().Select(exercise => anew ? null : FindRemembered(exercise))];
        int[] places = [.. Enumerable.Range(0, results.Length).Where(i => results[i] is null)];
        if (places is [])
        {
            return results!;
        }

        // One is compiled while the tests of another run.
        List<(int Place, Build Build)> compiled = [];
        IReadOnlyList<IReadOnlyList<TestOutcome>> outcomes = Run(TakeJobs());
        foreach (((int place, Build build), IReadOnlyList<TestOutcome> tests) in compiled.Zip(outcomes))
        {
            _store.Keep(build.Exercise, build.Name, tests);
            results[place] = new Result(build.Exercise, tests);
        }

        return results!;

        IEnumerable<Job> TakeJobs()
        {
            foreach ((int place, Build build) in places.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .Select(place => (place, Compile(exercises[place]))))
            {
                if (build.AssemblyPath is { } assembly)
                {
                    compiled.Add((place, build));
                    yield return new Job(assembly, build.Exercise.Number);
                }
                else
                {
                    results[place] = new Result(build.Exercise, []) { Errors = build.Errors };
                }
            }
        }

        IReadOnlyList<IReadOnlyList<TestOutcome>> Run(IEnumerable<Job> jobs) =>
            // Under a debugger the tests run in this process, so that its breakpoints are met, however long one looks around there.
            Debugger.IsAttached ? [.. jobs.Select(RunHere)] : Supervisor.Run(jobs, TimeLimits.OfALearner, workers: 1, stop);
    }

    /// <summary>What the library's analyzers find in an exercise that compiles, in the words of some messages.</summary>
    internal IReadOnlyList<Advice> Notice(Result result, Messages messages) =>
        result.Errors is [] ? new CourseCompilation(_sources.Of(result.Exercise), result.Exercise.Name).Notice(messages) : [];

    private Result? FindRemembered(Exercise exercise) =>
        _store.Find(NameOf(_sources.Of(exercise))) is { } outcomes ? new Result(exercise, outcomes) { IsRemembered = true } : null;

    /// <summary>A mistake in the file of another exercise is none of this one's, unless this one needs that file.</summary>
    private Build Compile(Exercise exercise)
    {
        Sources sources = _sources.Of(exercise);
        Build build = Compile(exercise, sources);
        SourceFile[] broken = [.. sources.Needed.Where(file => build.Errors.Any(error => error.Path == file.Path))];
        return broken is not [] && Compile(exercise, sources.Without(broken)) is { Errors: [] } other ? other : build;
    }

    private Build Compile(Exercise exercise, Sources sources)
    {
        string name = NameOf(sources);
        if (_store.FindAssembly(name) is { } known)
        {
            return new Build(exercise, name, known, []);
        }

        Compiled compiled = new CourseCompilation(sources, name).Emit(_store.Folder);
        return new Build(exercise, name, compiled.AssemblyPath, [.. compiled.Messages.Where(message => message.IsError)]);
    }

    private static string NameOf(Sources sources) => sources.NameWithHash(References.OfThisProgram.Fingerprint);

    private static IReadOnlyList<TestOutcome> RunHere(Job job)
    {
        List<TestOutcome> outcomes = [];
        Worker.Run(job, told =>
        {
            if (told is { Kind: WorkerEventKind.TestEnded, Outcome: { } outcome })
            {
                outcomes.Add(outcome);
            }
        });
        return outcomes;
    }

    /// <summary>An exercise, compiled; without a path it has errors.</summary>
    private sealed record Build(Exercise Exercise, string Name, string? AssemblyPath, IReadOnlyList<CompilerMessage> Errors);
}
