using System.Text;

namespace Coroutines.Tests.Conformance.Differential;

/// <summary>A random program, and what CPython logged when it ran it.</summary>
/// <param name="name">Its name.</param>
/// <param name="programText">The program as it was written.</param>
/// <param name="traceText">The trace as it was written.</param>
/// <remarks>Hundreds are kept as long as the tests run, so they are kept as texts: each of the many tests that collect garbage goes through all there is.</remarks>
internal sealed class RecordedProgram(string name, string programText, string traceText)
{
    private const string Header = "== ";
    private const string Divider = "--";

    public string Name => name;

    public ProgramLine Program => ProgramLine.Parse(programText);

    public IReadOnlyList<string> Trace => traceText.Length == 0 ? [] : traceText.Split('\n');

    /// <summary>Reads recorded programs one after the other: a line with the name, the program, a divider, and the trace.</summary>
    public static IEnumerable<RecordedProgram> Read(TextReader reader)
    {
        string? line = reader.ReadLine();
        while (line is not null)
        {
            string name = line[Header.Length..];
            var program = new StringBuilder();
            var trace = new StringBuilder();
            StringBuilder part = program;
            while ((line = reader.ReadLine()) is not null && !line.StartsWith(Header, StringComparison.Ordinal))
            {
                if (line == Divider)
                {
                    part = trace;
                }
                else
                {
                    part.Append(part.Length == 0 ? "" : "\n").Append(line);
                }
            }

            yield return new RecordedProgram(name, program.ToString(), trace.ToString());
        }
    }
}
