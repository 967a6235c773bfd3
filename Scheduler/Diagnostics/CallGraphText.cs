using System.Text;

namespace Coroutines;

/// <summary>A call graph in text, as asyncio's <c>format_call_graph</c> has it.</summary>
/// <remarks>
/// One who was shown is not shown again with all who await him: of the same graph, asyncio makes as many lines as there are ways through it. And
/// nothing is indented for ever.
/// </remarks>
internal sealed class CallGraphText
{
    private const int DeepestIndent = 30;

    private readonly StringBuilder _text = new();
    private readonly HashSet<Future> _shown = [];

    internal static string Of(FutureCallGraph graph)
    {
        var text = new CallGraphText();
        var left = new Stack<(FutureCallGraph Graph, int Level)>();
        left.Push((graph, 0));
        while (left.Count > 0)
        {
            (FutureCallGraph next, int level) = left.Pop();
            if (!text.Show(next, level))
            {
                continue;
            }

            for (int i = next.AwaitedBy.Count - 1; i >= 0; i--)
            {
                left.Push((next.AwaitedBy[i], level + 1));
            }
        }

        return text._text.ToString();
    }

    /// <returns>Whether those who await it are to be shown.</returns>
    private bool Show(FutureCallGraph graph, int level)
    {
        bool isFirst = _shown.Add(graph.Future);
        Line(level, $"* {Head(graph.Future)}{(isFirst ? string.Empty : " (see above)")}");
        if (!isFirst)
        {
            return false;
        }

        if (graph.CallStack.Count > 0)
        {
            Line(level, "  + Call stack:");
            foreach (FrameCallGraphEntry entry in graph.CallStack)
            {
                Line(level, $"  |   {entry}");
            }
        }

        if (graph.AwaitedBy.Count > 0)
        {
            Line(level, "  + Awaited by:");
        }

        return true;
    }

    private static string Head(Future future) => future is CoTask task
        ? FormattableString.Invariant($"Task(name={Repr.Of(task.Name)}, id=0x{task.Id:x})")
        : $"Future({future.Describe()})";

    private void Line(int level, string line)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(' ', 4 * Math.Min(level, DeepestIndent)).Append(line);
    }
}
