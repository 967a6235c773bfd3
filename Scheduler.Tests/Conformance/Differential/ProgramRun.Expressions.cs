namespace Coroutines.Tests.Conformance.Differential;

/// <summary>Statements that may wait.</summary>
internal sealed partial class ProgramRun
{
    private static readonly HashSet<string> _expressions =
    [
        "sleep", "yield", "await", "waitfor", "tryblock", "gather", "gatherx", "wait", "shield", "next", "nexttask",
        "acquire", "ewait", "cwait", "cwaitfor", "bwait", "breset", "babort", "put", "get", "join",
    ];

    public static bool IsExpression(string operation) => _expressions.Contains(operation);

    /// <summary>What to await. An error of the call comes when it is awaited, as from a coroutine function in Python.</summary>
    private Expression Evaluate(string[] words)
    {
        try
        {
            return Start(words);
        }
        catch (Exception exception)
        {
            return Expression.Of(Awaitable.Await(Throw(exception)));
        }
    }

    private Expression Start(string[] words) => words switch
    {
        ["sleep", var delay] => Expression.Of(Awaitable.Sleep(Number(delay))),
        ["yield"] => Expression.Of(Awaitable.Yield()),
        ["await", ['k', ..] and var name] => Find(name) is Future future ? new Expression(future, () => Kept(future)) : Absent,
        ["await", var name] => FindItem(name) is { } item ? Expression.Of(item) : Absent,
        ["waitfor", var timeout, .. var inner] => WaitFor(Start(inner), timeout),
        ["tryblock", var body, var kind, var handler, var cleanup] => Expression.Of(TryBlock(body, kind, handler, cleanup)),
        ["gather", .. var names] => Expression.Of(Awaitable.Gather(FindItems(names))),
        ["gatherx", .. var names] => Expression.Of(Awaitable.GatherOutcomes(FindItems(names))),
        ["wait", var until, var timeout, .. var names] => Wait(until, timeout, names),
        ["shield", var name] => Shield(name),
        ["next", var name] => Next(name),
        ["nexttask", var name] => NextTask(name),
        _ => StartSync(words),
    };

    private static Expression Absent => new(Awaitable.Await(Nothing()), static () => Missing);

    // What a name stands for: a task or future, or a fresh coroutine. Null if there is no such thing yet.
    private Awaitable<string?>? FindItem(string name)
    {
        if (name[0] == 'b')
        {
            return Awaitable.Await<string?>(MakeFrame(name, returns: true));
        }

        return Find(name) is { } future ? ToAwaitable(future) : default(Awaitable<string?>?);
    }

    // The same, or a future of several things.
    private Awaitable? FindAny(string name) => name[0] != 'k' ? FindItem(name) : Find(name) is Future future ? future : default(Awaitable?);

    private Awaitable<string?>[] FindItems(string[] names) => [.. names.Select(FindItem).OfType<Awaitable<string?>>()];

    private static Awaitable<string?> ToAwaitable(object future) =>
        future is CoTask<string?> task ? task : (Future<string?>)future;

    private Expression Wait(string until, string timeout, string[] names)
    {
        Dictionary<Future, string> known = [];
        foreach (string name in names)
        {
            if (Find(name) is Future future)
            {
                known[future] = name;
            }
        }

        ReturnWhen returnWhen = until switch
        {
            "all" => ReturnWhen.AllCompleted,
            "first" => ReturnWhen.FirstCompleted,
            _ => ReturnWhen.FirstException,
        };
        var wait = Awaitable.Wait(known.Keys, Seconds(timeout), returnWhen);
        string Describe(IEnumerable<Future> futures) => string.Join(' ', futures.Select(future => known[future]));
        return new Expression(wait, () => new[] { Describe(wait.Result.Done), Describe(wait.Result.Pending) });
    }

    private Expression Shield(string name)
    {
        if (name[0] == 'b')
        {
            return Expression.Of(Awaitable.Shield<string?>(MakeFrame(name, returns: true)));
        }

        return Find(name) switch
        {
            null => Absent,
            CoTask<string?> task => Expression.Of(Awaitable.Shield(task)),
            object future => Expression.Of(Awaitable.Shield((Future<string?>)future)),
        };
    }

    private Expression Next(string name)
    {
        if (Find(name) is not Completions<Future, string?> completions)
        {
            return Absent;
        }

        using IEnumerator<Awaitable<string?>> results = completions.GetEnumerator();
        return results.MoveNext() ? Expression.Of(results.Current) : End;
    }

    private Expression NextTask(string name)
    {
        if (Find(name) is not Completions<Future, string?> completions)
        {
            return Absent;
        }

        using IEnumerator<Awaitable<Future>> tasks = completions.Tasks.GetEnumerator();
        if (!tasks.MoveNext())
        {
            return End;
        }

        Awaitable<Future> next = tasks.Current;
        return new Expression(next, () => _slots.Where(slot => slot.Value == next.Result).Select(slot => slot.Key)
            .Order(StringComparer.Ordinal).FirstOrDefault("unnamed"));
    }

    private static Expression End => new(Awaitable.Await(Nothing()), static () => "end");

    private static Expression WaitFor(Expression inner, string timeout) =>
        new(Awaitable.WaitFor(inner.Awaitable, Seconds(timeout)), inner.Result);

    private TryBlock TryBlock(string body, string kind, string handler, string cleanup)
    {
        TryBlock block = Awaitable.Try(MakeFrame(body, returns: false));
        IEnumerator<Awaitable> Handle(Exception exception) => MakeFrame(handler, returns: false);
        _ = kind switch
        {
            "Error" => block.Catch<ProgramError>(Handle),
            "Exception" => block.Catch<Exception>(Handle),
            "Cancelled" => block.Catch<CancelledException>(Handle),
            "Timeout" => block.Catch<TimeoutException>(Handle),
            _ => block.Catch<AggregateException>(Handle),
        };
        return cleanup == "-" ? block : block.Finally(() => MakeFrame(cleanup, returns: false));
    }
}
