using System.Globalization;

namespace Coroutines;

/// <summary>
/// How long threads of this process have been ready to run and had no processor, as on a loaded machine; what .NET does not tell. On Linux the
/// kernel does.
/// </summary>
internal static class ProcessorWaits
{
    private const string OwnThread = "/proc/thread-self/schedstat";
    private const string AllThreads = "/proc/self/task";
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Whether it can be known. A constant for the compiler, once it is known.</summary>
    internal static readonly bool AreKnown = File.Exists(OwnThread);

    /// <summary>That of the calling thread so far, in seconds; 0 where it is not known.</summary>
    internal static double OfThisThread() => AreKnown ? Read(OwnThread) : 0;

    /// <summary>That of each thread so far, by what the system calls it.</summary>
    internal static Dictionary<string, double> OfAllThreads() =>
        Directory.EnumerateDirectories(AllThreads).ToDictionary(static thread => thread, static thread => Read($"{thread}/schedstat"));

    // The file has three numbers: the time on a processor, the time spent waiting for one, and how often it was given one.
    private static double Read(string path)
    {
        try
        {
            string[] numbers = File.ReadAllText(path).Split(' ');
            return long.Parse(numbers[1], CultureInfo.InvariantCulture) / NanosecondsPerSecond;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The thread has ended meanwhile.
            return 0;
        }
    }
}
