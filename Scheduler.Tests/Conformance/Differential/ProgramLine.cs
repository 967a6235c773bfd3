using System.Text;

namespace Coroutines.Tests.Conformance.Differential;

/// <summary>A statement of a random program with its words, and the statements of its block; or a body, or the program.</summary>
internal sealed record ProgramLine(string[] Words, IReadOnlyList<ProgramLine> Block)
{
    private const int IndentWidth = 2;

    public string Operation => Words[0];

    public string Text => string.Join(' ', Words);

    /// <summary>Reads a program: its bodies are the lines of the block.</summary>
    public static ProgramLine Parse(string text)
    {
        var program = new ProgramLine([], new List<ProgramLine>());
        Stack<ProgramLine> path = new([program]);
        foreach (string row in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int depth = (row.Length - row.TrimStart().Length) / IndentWidth;
            while (path.Count > depth + 1)
            {
                path.Pop();
            }

            var line = new ProgramLine(row.Split(' ', StringSplitOptions.RemoveEmptyEntries), new List<ProgramLine>());
            ((List<ProgramLine>)path.Peek().Block).Add(line);
            path.Push(line);
        }

        return program;
    }

    /// <summary>The text of a program.</summary>
    public string Render()
    {
        StringBuilder text = new();
        AppendBlock(text, 0);
        return text.ToString();
    }

    private void AppendBlock(StringBuilder text, int depth)
    {
        foreach (ProgramLine line in Block)
        {
            text.Append(' ', depth * IndentWidth).Append(line.Text).Append('\n');
            line.AppendBlock(text, depth + 1);
        }
    }
}
