namespace Coroutines.Tests.Conformance.Differential;

/// <summary>Statements that do not wait.</summary>
internal sealed partial class ProgramRun
{
    private const string Missing = "missing";

    /// <summary>Does something, and logs what came of it.</summary>
    private void Act(string label, string[] words)
    {
        string text = string.Join(' ', words);
        object? result = null;
        if (words[0] != "try")
        {
            result = Do(words);
        }
        else if (Caught(() => result = Do(words[1..])) is { } fault)
        {
            _trace.Log(label, text, "!", Describe(fault));
            return;
        }

        _trace.Log(result is null ? [label, text] : [label, text, "=", Format(result)]);
    }

    private object? Do(string[] words) => words switch
    {
        ["log", ..] => null,
        ["raise", var message] => throw new ProgramError(message),
        ["raisecancel", var message] => throw new CancelledException(message),
        ["spawn", var name] => Store(name, Awaitable.CreateTask<string?>(MakeTask(name))),
        ["eager", var name] => Store(name, Awaitable.CreateTask<string?>(MakeTask(name), eager: true)),
        ["gspawn", var group, var name] =>
            With<TaskGroup>(group, target => Store(name, target.CreateTask<string?>(MakeTask(name)))),
        ["defer", var body] => Nothing(() => Awaitable.Defer(MakeFrame(body, returns: false))),
        ["cancel", var name] => Cancel(name, null),
        ["cancel", var name, var message] => Cancel(name, message),
        ["uncancel", var name] => With<CoTask>(name, task => task.Uncancel()),
        ["cancelling", var name] => With<CoTask>(name, task => task.Cancelling),
        ["result", ['k', ..] and var name] => With<Future>(name, Kept),
        ["result", var name] => With<Future>(name, future => Format(future.Result)),
        ["exception", var name] => With<Future>(name, future => future.Exception ?? (object)"None"),
        ["set", var name, var value] => With<Future>(name, future => Nothing(() => future.SetResult(value))),
        ["fail", var name, var message] =>
            With<Future>(name, future => Nothing(() => future.SetException(new ProgramError(message)))),
        ["soon", var name, .. var action] => Store(name, Loop.CallSoon(() => Act("callback", action))),
        ["later", var name, var delay, .. var action] =>
            Store(name, Loop.CallLater(Number(delay), () => Act("callback", action))),
        ["callback", var name, .. var action] =>
            With<Future>(name, future => Nothing(() => future.AddDoneCallback(_ => Act("callback", action)))),
        ["alltasks"] => Loop.AllTasks().Count,
        ["reschedule", var name, var delay] => With<CoTimeout>(name, timeout =>
            Nothing(() => timeout.Reschedule(delay == "-" ? null : Loop.Time + Number(delay)))),
        ["expired", var name] => With<CoTimeout>(name, timeout => timeout.IsExpired),
        ["when", var name] => With<CoTimeout>(name, timeout => timeout.When ?? (object)"None"),
        ["keep", var name, var operation, .. var names] => Keep(name, operation, [.. names.Select(FindAny).OfType<Awaitable>()]),
        ["completed", var name, var timeout, .. var names] =>
            Store(name, Awaitable.AsCompleted(FindItems(names), Seconds(timeout))),
        _ => DoSync(words),
    };

    private IEnumerator<Awaitable> MakeTask(string name) => MakeFrame($"b{name[1..]}", returns: true);

    private object? Cancel(string name, string? message) => Find(name) switch
    {
        null => Missing,
        Handle handle => Nothing(handle.Cancel),
        object target => ((Future)target).Cancel(message),
    };

    // The result of a future of several things, which has none here where it is made of coroutines.
    private static object? Kept(Future future)
    {
        _ = future.Result;
        return "kept";
    }

    private object? Keep(string name, string operation, Awaitable[] items) => items switch
    {
        [] => null,
        _ when operation == "gather" => Store(name, Awaitable.Gather(items)),
        _ => Store(name, Awaitable.Shield(items[0])),
    };

    private object? Find(string name) => name == "self" ? CoTask.Current : _slots.GetValueOrDefault(name);

    private object? With<T>(string name, Func<T, object?> use) => Find(name) is { } target ? use((T)target) : Missing;

    private object? Store(string name, object item)
    {
        _slots[name] = item;
        return null;
    }

    private static object? Nothing(Action action)
    {
        action();
        return null;
    }
}
