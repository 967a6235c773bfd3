using Coroutines.Exercises.Command;

namespace Coroutines.Exercises.Checks;

/// <summary>Compiles all variants of the exercises, runs their tests, and says what is not as it has to be.</summary>
internal sealed class CourseCheck(string root, IReadOnlyList<Exercise> course)
{
    private static readonly string[] _sections = ["What you learn", "What to do", "Hint", "In asyncio"];

    // So many that its start costs little, and so few that all workers end at about the same time.
    private const int VariantsOfAWorker = 15;

    private readonly CourseCompiler _compiler = new(root);
    private readonly string _folder = Path.Combine(root, "Checks", "obj", "variants");
    private readonly List<string> _faults = [];

    internal int ExerciseCount { get; private set; }

    internal int MistakeCount { get; private set; }

    internal int AlternativeCount { get; private set; }

    internal int TestCount { get; private set; }

    /// <summary>What is wrong, one sentence each; a verbose run also prints what a learner reads after each mistake.</summary>
    internal IReadOnlyList<string> Run(IReadOnlyList<Exercise> chosen, bool verbose)
    {
        Directory.CreateDirectory(_folder);
        CheckNumbers();

        // On all cores; what comes of it has the order of the variants.
        List<Variant> variants = [.. chosen.SelectMany(VariantsOf)];
        List<(Variant Variant, Compiled Compiled)> compiled =
            [.. variants.AsParallel().AsOrdered().Select(variant => (variant, Compile(variant)))];
        compiled.ForEach(one => CheckCompiled(one.Variant, one.Compiled));

        List<(Variant Variant, IReadOnlyList<TestOutcome> Outcomes)> runs =
            [.. compiled.Where(one => one.Compiled.Objections.Count == 0).Select(one => one.Variant)
                .Chunk(VariantsOfAWorker).AsParallel().AsOrdered().SelectMany(Test)];
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
            CheckText(exercise);
            CheckThatEachTestCanFail(exercise, [.. runs.Where(run => run.Variant.Exercise == exercise).SelectMany(run => run.Outcomes)]);
        }

        return _faults;
    }

    private void CheckNumbers()
    {
        if (!course.Select(exercise => exercise.Number).SequenceEqual(Enumerable.Range(1, course.Count)))
        {
            _faults.Add("the exercises' folders are not numbered 01, 02, 03 and so on");
        }
    }

    private IEnumerable<Variant> VariantsOf(Exercise exercise)
    {
        yield return new Variant(exercise, VariantKind.Start, File.ReadAllText(exercise.EditPath), PathOf(exercise, "start"), Named("start"));

        string solution = File.ReadAllText(exercise.SolutionPath).ReplaceLineEndings("\n");
        yield return new Variant(exercise, VariantKind.Solution, solution, PathOf(exercise, "solution"), Named("solution"));

        IReadOnlyList<Answer> mistakes = Answer.ReadAll(Path.Combine(root, "Mistakes", exercise.Name + ".txt"));
        if (mistakes.Count == 0)
        {
            _faults.Add($"{exercise.Name}: there is no known mistake; write some to Mistakes/{exercise.Name}.txt");
        }

        IReadOnlyList<Answer> alternatives = Answer.ReadAll(Path.Combine(root, "Alternatives", exercise.Name + ".txt"));
        MistakeCount += mistakes.Count;
        AlternativeCount += alternatives.Count;
        foreach (Variant variant in mistakes.Select((answer, i) => Make(answer, VariantKind.Mistake, $"mistake{i}"))
            .Concat(alternatives.Select((answer, i) => Make(answer, VariantKind.Alternative, $"alternative{i}"))))
        {
            yield return variant;
        }

        Variant Make(Answer answer, VariantKind kind, string name)
        {
            Variant variant = new(exercise, kind, answer.PutInto(solution) ?? solution, PathOf(exercise, name), answer);
            if (variant.Text == solution)
            {
                _faults.Add($"{variant}: the solution does not have the text that is to be replaced");
            }

            if (string.IsNullOrEmpty(answer.Says) == (kind == VariantKind.Mistake))
            {
                _faults.Add($"{variant}: a line 'says: ...' belongs to each mistake, and to nothing else");
            }

            return variant;
        }
    }

    private static Answer Named(string title) => new(title, Says: null, Notices: null, []);

    private string PathOf(Exercise exercise, string name) => Path.Combine(_folder, $"{exercise.Name}.{name}.dll");

    /// <summary>
    /// With the solutions of the exercises before it, and those after it as the learner finds them: none may need a later one.
    /// </summary>
    private Compiled Compile(Variant variant)
    {
        IEnumerable<string> files = course
            .Where(other => other != variant.Exercise)
            .Select(other => other.Number < variant.Exercise.Number ? other.SolutionPath : other.EditPath)
            .Append(variant.Exercise.TestsPath);

        bool isWrong = variant.Kind == VariantKind.Mistake;
        string path = variant.Kind == VariantKind.Solution ? variant.Exercise.SolutionPath : variant.Exercise.EditPath;
        return _compiler.Compile(variant.AssemblyPath, files, (path, variant.Text), allowWarnings: isWrong);
    }

    private static IEnumerable<(Variant Variant, IReadOnlyList<TestOutcome> Outcomes)> Test(Variant[] variants) =>
        variants.Zip(Supervisor.Run([.. variants.Select(variant => new Job(variant.AssemblyPath, variant.Exercise.Number))]));

    private void CheckCompiled(Variant variant, Compiled compiled)
    {
        _faults.AddRange(compiled.Objections.Select(error => $"{variant}: does not compile: {error}"));
        CheckWhatIsNoticed(variant, compiled.Noticed);
    }

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
        if (outcomes.All(outcome => outcome.Name == Supervisor.BeforeTheFirst))
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
    private void CheckThatEachTestCanFail(Exercise exercise, TestOutcome[] outcomes)
    {
        foreach (IGrouping<string, TestOutcome> test in outcomes.GroupBy(outcome => outcome.Name))
        {
            TestCount++;
            bool isOurs = test.Key.StartsWith("Library", StringComparison.Ordinal); // the library's side of the last exercises
            if (!isOurs && test.All(outcome => outcome.IsPassed))
            {
                _faults.Add($"{exercise.Name}: {test.Key} passes in the starting state and with every mistake");
            }
        }
    }

    private void CheckText(Exercise exercise)
    {
        foreach (string section in _sections.Where(section => string.IsNullOrEmpty(exercise.Section(section))))
        {
            _faults.Add($"{exercise.Name}: its README.md has no section '## {section}'");
        }

        string text = File.ReadAllText(exercise.TextPath);
        if (!text.StartsWith($"# {exercise.Number}. ", StringComparison.Ordinal))
        {
            _faults.Add($"{exercise.Name}: its README.md does not begin with '# {exercise.Number}. '");
        }

        if (!text.Contains($"]({Path.GetFileName(exercise.EditPath)})", StringComparison.Ordinal))
        {
            _faults.Add($"{exercise.Name}: its README.md does not link to the file to edit");
        }
    }

    private static void Print(Variant variant, IReadOnlyList<TestOutcome> outcomes)
    {
        Console.WriteLine($"===== {variant}: {outcomes.Count(outcome => outcome.IsPassed)} of {outcomes.Count} tests pass");
        if (outcomes.FirstOrDefault(outcome => !outcome.IsPassed) is { } failure)
        {
            Console.WriteLine($"{failure.Name}\n{failure.Message}\n");
        }
    }
}
