using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Command;

/// <summary>What the learner sees.</summary>
internal sealed class Report(TextWriter output, Messages messages, IReadOnlyList<Advice> advice)
{
    private const int LongestOutput = 20;
    private const int MostErrors = 5;
    private const string Indent = "    ";
    private const int TitleWidth = 44;

    /// <summary>The bar, and a line for each exercise.</summary>
    /// <param name="results">How far each exercise is.</param>
    /// <param name="current">The exercise to point at; null for the first that is unsolved.</param>
    internal void WriteProgress(IReadOnlyList<Result> results, Exercise? current = null)
    {
        int solved = results.Count(result => result.IsSolved);
        string bar = string.Concat(results.Select(result => result.IsSolved ? '#' : '.'));
        Result? next = results.FirstOrDefault(result => current is null ? !result.IsSolved : result.Exercise == current);

        output.WriteLine();
        output.WriteLine($"[{bar}]  {messages.SolvedOf(solved, results.Count)}");
        output.WriteLine();
        foreach (Result result in results)
        {
            string mark = result.IsSolved ? "ok" : result == next ? "->" : "";
            string tests = result.Errors is not [] ? messages.DoesNotCompile : result == next ? messages.TestsPass(result.PassedCount, result.Tests.Count) : "";
            output.WriteLine($"  {mark,2} {result.Exercise.Number,2}. {Columns.PadRight(result.Exercise.Title, TitleWidth)} {tests}".TrimEnd());
        }

        output.WriteLine();
        foreach (Result result in results.Where(result => result != next))
        {
            WriteErrors(result);
        }
    }

    /// <summary>What to do, and how to go on.</summary>
    internal void WriteNext(Result next)
    {
        WriteTask(next);
        output.WriteLine(messages.RunAgain);
        output.WriteLine($"  dotnet run --project Examples/Exercises -- --hint {next.Exercise.Number}");
    }

    /// <summary>What to do: the text to read, the file to edit, and what its first failing test says.</summary>
    internal void WriteTask(Result next)
    {
        output.WriteLine(messages.Next(next.Exercise.Number, next.Exercise.Title));
        WritePaths(next.Exercise);
        output.WriteLine();
        WriteErrors(next);
        WriteAdvice(next.Exercise);
        if (next.FirstFailure is { } failure)
        {
            WriteFailure(next.Exercise, failure);
        }
    }

    /// <summary>One exercise with each of its tests.</summary>
    internal void WriteTests(Result result)
    {
        output.WriteLine();
        output.WriteLine($"{result.Exercise.Number}. {result.Exercise.Title}");
        WritePaths(result.Exercise);
        output.WriteLine();
        foreach (TestOutcome test in result.Tests)
        {
            output.WriteLine($"  {(test.IsPassed ? messages.Passed : messages.Failed)}  {NameOf(test)}");
        }

        output.WriteLine();
        WriteErrors(result);
        WriteAdvice(result.Exercise);
        foreach (TestOutcome test in result.Tests.Where(test => !test.IsPassed))
        {
            WriteFailure(result.Exercise, test);
        }

        output.WriteLine(
            result.IsSolved ? messages.Solved
            : result.Errors is [] ? messages.TestsPassed(result.PassedCount, result.Tests.Count)
            : messages.NothingRuns);
    }

    private void WritePaths(Exercise exercise)
    {
        output.WriteLine($"  {messages.Read} {Shorten(exercise.TextPath)}");
        output.WriteLine($"  {messages.Edit} {Shorten(exercise.EditPath)}");
        output.WriteLine($"  {messages.Tests} {Shorten(exercise.TestsPath)}");
    }

    /// <summary>The compiler's words, the line that it means, and ours where they help. The rest often follows from the first ones.</summary>
    private void WriteErrors(Result result)
    {
        foreach (IGrouping<string, CompilerMessage> file in result.Errors.Take(MostErrors).GroupBy(error => error.Path))
        {
            output.WriteLine(messages.ErrorsIn(Path.GetFileName(file.Key)));
            if (file.Key == result.Exercise.TestsPath)
            {
                WriteIndented([messages.TestsMissSomething]);
            }

            WriteIndented(file.SelectMany(LinesOf));
            output.WriteLine();
        }

        if (result.Errors.Count > MostErrors)
        {
            output.WriteLine($"{Indent}{messages.ErrorsMore(result.Errors.Count - MostErrors)}");
            output.WriteLine();
        }
    }

    private IEnumerable<string> LinesOf(CompilerMessage error)
    {
        yield return messages.AtLine(error.Line, $"{error.Text} ({error.Rule})");
        yield return $"    {error.Code}";
        if (Advice.Of(error, messages) is { } advice)
        {
            yield return advice;
        }
    }

    /// <summary>What the compiler wonders at may be the reason why a test fails; so it comes before the tests' messages.</summary>
    private void WriteAdvice(Exercise exercise)
    {
        Advice[] found = [.. advice.Where(one => one.Path == exercise.EditPath)];
        if (found is [])
        {
            return;
        }

        output.WriteLine(messages.NoticedIn(Path.GetFileName(exercise.EditPath)));
        WriteIndented(found.Select(one => messages.AtLine(one.Line, one.Text)));
        output.WriteLine();
    }

    private void WriteFailure(Exercise exercise, TestOutcome failure)
    {
        output.WriteLine($"{messages.Failed} {NameOf(failure)}");
        WriteIndented(exercise.Translate(failure.Message).ReplaceLineEndings("\n").Split('\n'));
        output.WriteLine();

        string[] printed = failure.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (printed is not [""])
        {
            output.WriteLine(messages.PrintedByYourCode);
            WriteIndented(printed.Take(LongestOutput));
            if (printed.Length > LongestOutput)
            {
                output.WriteLine($"{Indent}{messages.LinesMore(printed.Length - LongestOutput)}");
            }

            output.WriteLine();
        }
    }

    private string NameOf(TestOutcome test) => test.Name == WorkerProcess.BeforeTheFirst ? messages.BeforeTheFirstTest : test.Name;

    private void WriteIndented(IEnumerable<string> lines)
    {
        foreach (string line in lines.SelectMany(Wrap))
        {
            output.WriteLine(line.Length > 0 ? Indent + line : "");
        }
    }

    // Sentences are wrapped; what is indented or a table is left as it is.
    private static IEnumerable<string> Wrap(string line)
    {
        bool isSentence = line.Length > 0 && (char.IsLetterOrDigit(line[0]) || line[0] is '`' or '「' or '"');
        return isSentence ? Columns.Wrap(line, Columns.OfTerminal - Indent.Length) : [line];
    }

    // As one would type it from where the command was given.
    private static string Shorten(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);
}
