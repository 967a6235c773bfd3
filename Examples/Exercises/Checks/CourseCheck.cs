using System.Text.RegularExpressions;
using Coroutines.Exercises.Command;
using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Checks;

/// <summary>Compiles all variants of the exercises, runs their tests, and says what is not as it has to be.</summary>
internal sealed partial class CourseCheck(string root, IReadOnlyList<Exercise> course)
{
    // Some only wait, for a test that does nothing to be given up.
    private static readonly int _workers = Environment.ProcessorCount + 1;

    // The files of mistakes quote what the command notices as it says it in English.
    private readonly Messages _messages = new(Language.English);

    private readonly VariantFinder _finder = new(root, course);
    private readonly string _folder = Path.Combine(root, "Checks", "obj", "variants");
    private readonly List<string> _faults = [];

    /// <summary>What cannot be checked, and why.</summary>
    internal IReadOnlyList<string> Omissions => _finder.Omissions;

    internal int ExerciseCount { get; private set; }

    internal int MistakeCount { get; private set; }

    internal int AlternativeCount { get; private set; }

    internal int TestCount { get; private set; }

    /// <summary>What is wrong, one sentence each; a verbose run also prints what a learner reads after each mistake.</summary>
    internal IReadOnlyList<string> Run(IReadOnlyList<Exercise> chosen, bool verbose)
    {
        CheckNumbers();
        List<Variant> variants = [.. chosen.SelectMany(_finder.VariantsOf)];
        _faults.AddRange(_finder.Faults);

        List<(Variant Variant, IReadOnlyList<TestOutcome> Outcomes)> runs = Test(variants);
        foreach ((Variant variant, IReadOnlyList<TestOutcome> outcomes) in runs)
        {
            CheckOutcomes(variant, outcomes);
            if (verbose)
            {
                Print(variant, outcomes);
            }
        }

        foreach (Exercise exercise in chosen)
        {
            ExerciseCount++;
            _faults.AddRange(TextCheck.FindFaults(exercise));
            CheckThatEachTestCanFail(exercise, [.. runs.Where(run => run.Variant.Exercise == exercise)]);
        }

        MistakeCount = variants.Count(variant => variant.Kind == VariantKind.Mistake);
        AlternativeCount = variants.Count(variant => variant.Kind == VariantKind.Alternative);
        return _faults;
    }

    private void CheckNumbers()
    {
        if (!course.Select(exercise => exercise.Number).SequenceEqual(Enumerable.Range(1, course.Count)))
        {
            _faults.Add("the exercises' folders are not numbered 01, 02, 03 and so on");
        }
    }

    /// <summary>On all cores: some are compiled while the tests of others run.</summary>
    private List<(Variant Variant, IReadOnlyList<TestOutcome> Outcomes)> Test(IReadOnlyList<Variant> variants)
    {
        List<Variant> compiled = [];
        return [.. compiled.Zip(Supervisor.Run(TakeJobs(), TimeLimits.OfALearner, _workers, CancellationToken.None))];

        IEnumerable<Job> TakeJobs()
        {
            foreach ((Variant variant, Compiled result, IReadOnlyList<Advice> noticed) in variants.Select((variant, i) => (variant, i))
                .AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(one => Compile(one.variant, one.i)))
            {
                CheckCompiled(variant, result);
                CheckWhatIsNoticed(variant, noticed);
                if (result.AssemblyPath is { } assembly)
                {
                    compiled.Add(variant);
                    yield return new Job(assembly, variant.Exercise.Number);
                }
            }
        }
    }

    private (Variant Variant, Compiled Result, IReadOnlyList<Advice> Noticed) Compile(Variant variant, int number)
    {
        CourseCompilation compilation = new(variant.Sources, $"{variant.Exercise.Name}.{variant.Kind}{number}");
        return (variant, compilation.Emit(_folder), compilation.Notice(_messages));
    }

    private void CheckCompiled(Variant variant, Compiled compiled) => _faults.AddRange(compiled.Messages
        .Where(message => message.IsError || variant.Kind != VariantKind.Mistake)
        .Select(message => $"{variant}: does not compile: {message}"));

    private void CheckWhatIsNoticed(Variant variant, IReadOnlyList<Advice> noticed)
    {
        string all = string.Join("; ", noticed.Select(advice => advice.Text));
        if (variant.Kind == VariantKind.Start)
        {
            return; // may begin with the mistake that the exercise is about
        }

        if (variant.Answer.Notices is { } notices)
        {
            if (!all.Contains(notices, StringComparison.Ordinal))
            {
                _faults.Add($"{variant}: '{notices}' is not noticed, but: {all}");
            }
        }
        else if (noticed.Count > 0)
        {
            _faults.Add($"{variant}: it is not expected that the command notices: {all}");
        }
    }

    private void CheckOutcomes(Variant variant, IReadOnlyList<TestOutcome> outcomes)
    {
        TestOutcome[] failures = [.. outcomes.Where(outcome => !outcome.IsPassed)];
        _faults.AddRange(failures.Where(failure => BareException().IsMatch(failure.Message))
            .Select(failure => $"{variant}: {failure.Name} fails with an exception, and does not say what to look at: {failure.Message}"));
        if (outcomes.All(outcome => outcome.Name == WorkerProcess.BeforeTheFirst))
        {
            _faults.Add($"{variant}: no test has run. {string.Concat(failures.Select(failure => failure.Message))}");
        }
        else if (variant.Kind is VariantKind.Solution or VariantKind.Alternative)
        {
            _faults.AddRange(failures.Select(failure => $"{variant}: {failure.Name} fails: {failure.Message}"));
        }
        else if (failures.Length == 0)
        {
            _faults.Add($"{variant}: all tests pass, and at least one has to fail");
        }
        else if (variant.Answer.Says is { } says && !failures[0].Message.Contains(says, StringComparison.Ordinal))
        {
            // The first message is the one that the learner gets to read.
            _faults.Add($"{variant}: the first failure does not say '{says}', but: {failures[0].Message}");
        }
    }

    /// <summary>A test that passes in the starting state and with every mistake shows nothing.</summary>
    private void CheckThatEachTestCanFail(Exercise exercise, IReadOnlyList<(Variant Variant, IReadOnlyList<TestOutcome> Outcomes)> runs)
    {
        foreach (IGrouping<string, TestOutcome> test in runs.SelectMany(run => run.Outcomes).GroupBy(outcome => outcome.Name))
        {
            TestCount++;
            bool isOurs = test.Key.StartsWith("Library", StringComparison.Ordinal); // the library's side of the last exercises
            bool isKnown = runs.Any(run => run.Variant.Kind == VariantKind.Mistake); // without a solution, there are none
            if (!isOurs && isKnown && test.All(outcome => outcome.IsPassed))
            {
                _faults.Add($"{exercise.Name}: {test.Key} passes in the starting state and with every mistake");
            }
        }
    }

    // NUnit's words for what a test has thrown.
    [GeneratedRegex(@"^\s*[\w.`]+Exception : ")]
    private static partial Regex BareException();

    private static void Print(Variant variant, IReadOnlyList<TestOutcome> outcomes)
    {
        Console.WriteLine($"===== {variant}: {outcomes.Count(outcome => outcome.IsPassed)} of {outcomes.Count} tests pass");
        if (outcomes.FirstOrDefault(outcome => !outcome.IsPassed) is { } failure)
        {
            Console.WriteLine($"{failure.Name}\n{failure.Message}\n");
        }
    }
}
