using System.Diagnostics;
using System.Globalization;

namespace Coroutines.Tests.Fuzzing;

/// <summary>The way in for the target Fuzz of build.cake: fuzzed requests for so many seconds.</summary>
internal static class FuzzRun
{
    private const string Usage = "usage: Coroutines.Tests fuzz SEED SECONDS [FIRST]";
    private const int Batch = 500;
    private const int WarmUp = 4 * Batch;

    // Beyond this it is no noise.
    private const long MostGrowth = 8_000_000;

    internal static int Run(string[] arguments)
    {
        if (arguments.Length is < 2 or > 3
            || !int.TryParse(arguments[0], out int seed) || !double.TryParse(arguments[1], CultureInfo.InvariantCulture, out double seconds))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        int first = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 0;
        return Run(seed, seconds, first) is { } fault ? Fail(seed, fault) : 0;
    }

    private static string? Run(int seed, double seconds, int first)
    {
        Console.WriteLine($"Fuzzing with seed {seed}, from request {first}.");
        using var fuzz = new ServeFuzz(seed);
        long memory = 0;
        int number = first;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds || number == first; number += Batch)
        {
            if (fuzz.Run(number, Batch) is { } fault)
            {
                return fault;
            }

            if (number - first < WarmUp)
            {
                memory = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        long growth = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Console.WriteLine($"{number - first} requests; first answers: {string.Join(", ", fuzz.Statuses.Select(static pair => $"{pair.Key} {pair.Value} times"))}.");
        Console.WriteLine($"Managed memory has grown by {growth / 1024.0:0} KiB since request {Math.Min(number, first + WarmUp)}.");
        return growth < MostGrowth ? null : "memory grows";
    }

    private static int Fail(int seed, string fault)
    {
        Console.WriteLine($"FAILED with seed {seed}: {fault}");
        Console.WriteLine("Replay with --seed and --first; each request follows from the seed and its number.");
        return 1;
    }
}
