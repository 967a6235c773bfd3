namespace Coroutines.Tests.Conformance.Differential;

/// <summary>
/// Compares fresh random programs: each is run by CPython and by this library, and the traces have to be the same. What
/// differs is printed as a program that has been made as small as it can be.
/// </summary>
public static class DifferentialRun
{
    private const string Usage = "usage: Coroutines.Tests PYTHON SEED COUNT [FEATURE ...]";
    private const int MostDifferences = 10;

    /// <summary>The way in for the target Differential of build.cake.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var python, var seedText, var countText, .. var features]
            || !int.TryParse(seedText, out int seed) || !int.TryParse(countText, out int count))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        return Compare(python, seed, count, string.Join(' ', features)) ? 0 : 1;
    }

    private static bool Compare(string python, int seed, int count, string features)
    {
        int equal = 0;
        int different = 0;
        string last = "none";
        using Oracle oracle = new(python);
        foreach (RecordedProgram recorded in Oracle.Generate(python, seed, count, features))
        {
            last = recorded.Name;
            if (Perform(recorded.Program).SequenceEqual(recorded.Trace))
            {
                equal++;
                continue;
            }

            Report(recorded, oracle);
            if (++different == MostDifferences)
            {
                break;
            }
        }

        Console.WriteLine($"Seeds {seed} to {last}: {equal} programs without a difference, {different} with one.");
        return different == 0 && equal == count;
    }

    private static void Report(RecordedProgram recorded, Oracle oracle)
    {
        bool Differs(ProgramLine program) =>
            oracle.Perform(program) is { } python && !Perform(program).SequenceEqual(python);

        ProgramLine small = new Shrinker(Differs).Shrink(recorded.Program);
        Console.WriteLine($"== seed {recorded.Name}\n{small.Render()}--");
        Console.WriteLine(Trace.DescribeDifference(oracle.Perform(small) ?? [], Perform(small)));
    }

    // An error that escapes is a difference like any other.
    private static List<string> Perform(ProgramLine program)
    {
        try
        {
            return ProgramRun.Perform(program);
        }
        catch (Exception exception)
        {
            return [$"{exception.GetType().Name}: {exception.Message}"];
        }
    }
}
