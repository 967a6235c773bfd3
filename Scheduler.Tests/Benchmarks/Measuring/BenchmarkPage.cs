using System.Globalization;
using System.Runtime.InteropServices;

namespace Coroutines.Benchmarks;

/// <summary>The page on which the figures of a run are published.</summary>
/// <param name="file">The page, which has two comments that the figures stand between.</param>
internal sealed class BenchmarkPage(string file)
{
    private const string Begin = "<!-- figures -->\n";
    private const string End = "<!-- end-figures -->";

    /// <summary>What is to stand on the page.</summary>
    internal StringWriter Figures { get; } = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>Prints the figures, and puts them into the page in the place of the last ones.</summary>
    internal void Write()
    {
        Console.Write(Figures);
        string page = File.ReadAllText(file).ReplaceLineEndings("\n");
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{file} has no place for figures: a line {Begin.TrimEnd()}, and below it {End}.");
        }

        string where = FormattableString.Invariant(
            $"Measured on {DateTime.UtcNow:yyyy-MM-dd} with {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors.");
        File.WriteAllText(file, $"{page[..(begin + Begin.Length)]}{where}\n\n{Figures}{page[end..]}");
    }
}
