using Coroutines.Exercises.Command.Compiling;

namespace Coroutines.Exercises.Command;

/// <summary>What the learner sees.</summary>
internal sealed class Report(TextWriter output, IReadOnlyList<Advice> advice)
{
    private const int LongestOutput = 20;
    private const int MostErrors = 5;
    private const int Width = 96;

    /// <summary>The bar, and a line for each exercise.</summary>
    /// <param name="results">How far each exercise is.</param>
    /// <param name="current">The exercise to point at; null for the first that is unsolved.</param>
    internal void WriteProgress(IReadOnlyList<Result> results, Exercise? current = null)
    {
        int solved = results.Count(result => result.IsSolved);
        string bar = string.Concat(results.Select(result => result.IsSolved ? '#' : '.'));
        Result? next = results.FirstOrDefault(result => current is null ? !result.IsSolved : result.Exercise == current);

        output.WriteLine();
        output.WriteLine($"[{bar}]  {solved} of {results.Count} solved");
        output.WriteLine();
        foreach (Result result in results)
        {
            string mark = result.IsSolved ? "ok" : result == next ? "->" : "";
            string tests = result.Errors is not [] ? "does not compile" : result == next ? $"{result.PassedCount} of {result.Tests.Count} tests pass" : "";
            output.WriteLine($"  {mark,2} {result.Exercise.Number,2}. {result.Exercise.Title,-44} {tests}".TrimEnd());
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
        output.WriteLine("Run it again after each change. If you need a hint:");
        output.WriteLine($"  dotnet run --project Examples/Exercises -- --hint {next.Exercise.Number}");
    }

    /// <summary>What to do: the text to read, the file to edit, and what its first failing test says.</summary>
    internal void WriteTask(Result next)
    {
        output.WriteLine($"Next: {next.Exercise.Number}. {next.Exercise.Title}");
        WritePaths(next.Exercise);
        output.WriteLine();
        WriteErrors(next);
        WriteAdvice(next.Exercise);
        if (next.FirstFailure is { } failure)
        {
            WriteFailure(failure);
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
            output.WriteLine($"  {(test.IsPassed ? "ok    " : "FAILED")}  {test.Name}");
        }

        output.WriteLine();
        WriteErrors(result);
        WriteAdvice(result.Exercise);
        foreach (TestOutcome test in result.Tests.Where(test => !test.IsPassed))
        {
            WriteFailure(test);
        }

        output.WriteLine(
            result.IsSolved ? "Solved."
            : result.Errors is [] ? $"{result.PassedCount} of {result.Tests.Count} tests pass."
            : "No test can run before this compiles.");
    }

    private void WritePaths(Exercise exercise)
    {
        output.WriteLine($"  read  {Shorten(exercise.TextPath)}");
        output.WriteLine($"  edit  {Shorten(exercise.EditPath)}");
        output.WriteLine($"  tests {Shorten(exercise.TestsPath)}");
    }

    /// <summary>The compiler's words, and the line that it means. The rest often follows from the first ones.</summary>
    private void WriteErrors(Result result)
    {
        foreach (IGrouping<string, CompilerMessage> file in result.Errors.Take(MostErrors).GroupBy(error => error.Path))
        {
            output.WriteLine($"DOES NOT COMPILE {Path.GetFileName(file.Key)}");
            if (file.Key == result.Exercise.TestsPath)
            {
                WriteIndented(["The tests use what your file does not have, or not any more."]);
            }

            WriteIndented(file.SelectMany(error => new[] { $"Line {error.Line}: {error.Text} ({error.Rule})", $"    {error.Code}" }));
            output.WriteLine();
        }

        if (result.Errors.Count > MostErrors)
        {
            output.WriteLine($"    ... and {result.Errors.Count - MostErrors} errors more");
            output.WriteLine();
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

        output.WriteLine($"NOTICED in {Path.GetFileName(exercise.EditPath)}");
        WriteIndented(found.Select(one => $"Line {one.Line}: {one.Text}"));
        output.WriteLine();
    }

    private void WriteFailure(TestOutcome failure)
    {
        output.WriteLine($"FAILED {failure.Name}");
        WriteIndented(failure.Message.ReplaceLineEndings("\n").Split('\n'));
        output.WriteLine();

        string[] printed = failure.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (printed is not [""])
        {
            output.WriteLine("Your code has written to the console:");
            WriteIndented(printed.Take(LongestOutput));
            if (printed.Length > LongestOutput)
            {
                output.WriteLine($"    ... and {printed.Length - LongestOutput} lines more");
            }

            output.WriteLine();
        }
    }

    private void WriteIndented(IEnumerable<string> lines)
    {
        foreach (string line in lines.SelectMany(Wrap))
        {
            output.WriteLine(line.Length > 0 ? "    " + line : "");
        }
    }

    // Sentences are wrapped; what is indented or a table is left as it is.
    private static IEnumerable<string> Wrap(string line)
    {
        bool isSentence = line.Length > 0 && char.IsLetterOrDigit(line[0]);
        while (isSentence && line.Length > Width && line.LastIndexOf(' ', Width) is > 0 and int space)
        {
            yield return line[..space];
            line = line[(space + 1)..];
        }

        yield return line;
    }

    // As one would type it from where the command was given.
    private static string Shorten(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);
}
