namespace Coroutines.Tests.Conformance.Differential;

/// <summary>A random program, and what CPython logged when it ran it.</summary>
internal sealed record RecordedProgram(string Name, ProgramLine Program, IReadOnlyList<string> Trace)
{
    private const string Header = "== ";
    private const string Divider = "--";

    /// <summary>Reads recorded programs one after the other: a line with the name, the program, a divider, and the trace.</summary>
    public static IEnumerable<RecordedProgram> Read(TextReader reader)
    {
        string? line = reader.ReadLine();
        while (line is not null)
        {
            string name = line[Header.Length..];
            List<string> program = [];
            List<string> trace = [];
            List<string> part = program;
            while ((line = reader.ReadLine()) is not null && !line.StartsWith(Header, StringComparison.Ordinal))
            {
                if (line == Divider)
                {
                    part = trace;
                }
                else
                {
                    part.Add(line);
                }
            }

            yield return new RecordedProgram(name, ProgramLine.Parse(string.Join('\n', program)), trace);
        }
    }
}
