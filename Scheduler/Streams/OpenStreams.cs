namespace Coroutines;

/// <summary>The streams and servers of a scheduler that are not closed: what it ends when it ends, oldest first.</summary>
internal sealed class OpenStreams
{
    private Chain<IOpen> _open;

    /// <summary>Where something is made, in debug mode: the coroutines, of which a stack of .NET's has only the innermost, and that stack.</summary>
    internal static string? Origin(Scheduler scheduler)
    {
        if (!scheduler.IsDebug)
        {
            return null;
        }

        return CoTask.Current is { } task ? $"   in {task.DescribeChain()}{Environment.NewLine}{Environment.StackTrace}" : Environment.StackTrace;
    }

    internal void Add(IOpen open) => _open.Add(open);

    /// <summary>It is over, or is ended at this moment.</summary>
    internal void Remove(IOpen open)
    {
        if (open.Previous is not null || ReferenceEquals(_open.First, open))
        {
            _open.Remove(open);
        }
    }

    /// <summary>Closes all at once. In debug mode those that nobody has closed are reported.</summary>
    internal void End(Scheduler scheduler)
    {
        while (_open.First is { } open)
        {
            _open.Remove(open);
            if (scheduler.IsDebug && !open.IsClosing)
            {
                scheduler.Reports.Report(new ExceptionContext($"The {WithoutArticle(open.Describe())} was never closed") { CreationStack = open.CreationStack });
            }

            open.End();
        }
    }

    private static string WithoutArticle(string description) =>
        description.StartsWith("a ", StringComparison.Ordinal) ? description[2..] : description;

    /// <summary>A stream or a server.</summary>
    internal interface IOpen : IChained<IOpen>
    {
        bool IsClosing { get; }

        string? CreationStack { get; }

        /// <summary>What to call it: "stream to 127.0.0.1:80", or "a stream" where there is nothing better.</summary>
        string Describe();

        /// <summary>The scheduler has ended: closes what the system holds, and calls nobody.</summary>
        void End();
    }
}
