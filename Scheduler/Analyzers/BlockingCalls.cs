using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Coroutines.Analyzers;

/// <summary>.NET's members that return only when something has happened.</summary>
/// <remarks>
/// It errs on the side of silence: a task that the same member has given to somebody, to <c>Await</c> above all, may be done by then; a wait of no
/// time does not wait; a socket or a console that is asked beforehand whether there is something does not block.
/// </remarks>
internal static class BlockingCalls
{
    /// <summary>The property of a diagnostic that says how the code can be mended: by which method of the library's.</summary>
    internal const string Cure = "Cure";

    private const string AwaitTask = "'yield return Await(...)' waits for the task and lets the others run";
    private const string AwaitAll = "'yield return Await(Task.WhenAll(...))' or 'WhenAny' lets the others run";
    private const string OnThread = "'yield return ToThread(...)' waits on a thread";

    private static readonly Dictionary<string, string> _advice = new()
    {
        ["System.Threading.Thread.Sleep"] = "'yield return Sleep(...)' waits and lets the others run",
        ["System.Threading.Thread.Join"] = OnThread,
        ["System.Threading.SpinWait.SpinUntil"] = "'yield return WaitUntil(...)' waits and lets the others run",
        ["System.Threading.Tasks.Task.Wait"] = AwaitTask,
        ["System.Threading.Tasks.Task.WaitAll"] = AwaitAll,
        ["System.Threading.Tasks.Task.WaitAny"] = AwaitAll,
        ["System.Threading.Tasks.Task.Result"] = AwaitTask,
        ["System.Threading.Tasks.ValueTask.Result"] = AwaitTask,
        ["System.Threading.SemaphoreSlim.Wait"] =
            "a 'CoSemaphore' lets the others run, as does 'yield return Await(token => gate.WaitAsync(token))' where threads take part",
        ["System.Threading.ManualResetEventSlim.Wait"] = "a 'CoEvent' lets the others run, and " + OnThread,
        ["System.Threading.WaitHandle.WaitOne"] = OnThread,
        ["System.Threading.WaitHandle.WaitAll"] = OnThread,
        ["System.Threading.WaitHandle.WaitAny"] = OnThread,
        ["System.Threading.CountdownEvent.Wait"] = OnThread,
        ["System.Threading.Barrier.SignalAndWait"] = "a 'CoBarrier' lets the others run",
        ["System.Threading.Monitor.Wait"] = "a 'CoCondition' lets the others run",
        ["System.Collections.Concurrent.BlockingCollection.Take"] = "a 'CoQueue' lets the others run",
        ["System.Diagnostics.Process.WaitForExit"] = "'CreateSubprocessExec' starts one that can be awaited",
        ["System.Net.Dns.GetHostEntry"] = "'yield return GetAddrInfo(...)' lets the others run",
        ["System.Net.Dns.GetHostAddresses"] = "'yield return GetAddrInfo(...)' lets the others run",
        ["System.Net.Http.HttpClient.Send"] = "'yield return Await(token => http.SendAsync(request, token))' lets the others run",
        ["System.Net.Sockets.Socket.Accept"] = ForSocket("Accept"),
        ["System.Net.Sockets.Socket.Connect"] = ForSocket("Connect"),
        ["System.Net.Sockets.Socket.Receive"] = ForSocket("Receive"),
        ["System.Net.Sockets.Socket.ReceiveFrom"] = ForSocket("ReceiveFrom"),
        ["System.Net.Sockets.TcpClient.Connect"] = "'yield return OpenConnection(...)' lets the others run",
        ["System.Net.Sockets.TcpListener.AcceptSocket"] = "'yield return StartServer(...)' lets the others run",
        ["System.Net.Sockets.TcpListener.AcceptTcpClient"] = "'yield return StartServer(...)' lets the others run",
        ["System.Console.Read"] = "'yield return ToThread(...)' reads on a thread",
        ["System.Console.ReadKey"] = "'yield return ToThread(...)' reads on a thread",
        ["System.Console.ReadLine"] = "'yield return ToThread(...)' reads on a thread",
    };

    // Who asks one of these beforehand knows that there is something, or has said that it must not block.
    private static readonly HashSet<string> _foresight = ["KeyAvailable", "Blocking", "Available", "Poll", "Pending", "Readable", "Writable"];

    /// <summary>What to do instead; null where it does not block.</summary>
    internal static string? AdviceFor(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => _advice.TryGetValue(NameOf(property.Property), out string? advice) && IsPending(property.Instance) ? advice : null,
        IInvocationOperation call => AdviceForCall(call),
        _ => null,
    };

    /// <summary>Await, Sleep or ToThread, where one of them can stand in the place of the call; else nothing.</summary>
    internal static string CureOf(string advice) =>
        advice == AwaitTask ? "Await"
        : advice.IndexOf("ToThread", StringComparison.Ordinal) >= 0 ? "ToThread"
        : advice.IndexOf(" Sleep(", StringComparison.Ordinal) >= 0 ? "Sleep"
        : string.Empty;

    private static string ForSocket(string method) => $"'yield return {method}(...)' of the library lets the others run";

    private static string? AdviceForCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.Name == "GetResult" && CallChain.Unwrapped(call.Instance) is IInvocationOperation { TargetMethod: { Name: "GetAwaiter" } } awaiter)
        {
            return KnownTypes.IsDotNetTask(SourceOf(awaiter)?.Type) && IsPending(SourceOf(awaiter)) ? AwaitTask : null;
        }

        return _advice.TryGetValue(NameOf(method), out string? advice) && !IsOfNoTime(call) && !IsForeseen(call) && (advice != AwaitTask || IsPending(call.Instance))
            ? advice
            : null;
    }

    private static string NameOf(ISymbol member)
    {
        ISymbol declared = member is IMethodSymbol { OverriddenMethod: { } overridden } ? overridden : member;
        return $"{declared.ContainingType.ContainingNamespace.ToDisplayString()}.{declared.ContainingType.Name}.{declared.Name}";
    }

    // Behind ConfigureAwait(false).GetAwaiter() and the like.
    private static IOperation? SourceOf(IOperation? task)
    {
        while (CallChain.Unwrapped(task) is IInvocationOperation { TargetMethod: { Name: "GetAwaiter" or "ConfigureAwait" or "AsTask" } } call)
        {
            task = CallChain.ReceiverOf(call);
        }

        return CallChain.Unwrapped(task);
    }

    /// <summary>Whether a task may be unfinished: one that was just made, or that nobody else has been given.</summary>
    private static bool IsPending(IOperation? task)
    {
        IOperation? source = SourceOf(task);
        return source switch
        {
            IInvocationOperation made => !made.TargetMethod.Name.StartsWith("From", StringComparison.Ordinal),
            ILocalReferenceOperation or IParameterReferenceOperation => VariableUses.Of(VariableUses.VariableOf(source)!, source).All(IsHarmless),
            _ => false,
        };
    }

    // To set it, to block on it, and nothing else.
    private static bool IsHarmless(IOperation use) => CallChain.UserOf(use) switch
    {
        IPropertyReferenceOperation property => property.Property.Name == "Result",
        IInvocationOperation call => call.TargetMethod.Name is "Wait" or "GetAwaiter" or "ConfigureAwait",
        ISimpleAssignmentOperation assignment => assignment.Target == use,
        _ => false,
    };

    private static bool IsOfNoTime(IInvocationOperation call) => call.Arguments.Any(static argument =>
        CallChain.Unwrapped(argument.Value) is { ConstantValue: { HasValue: true, Value: 0 } } or IFieldReferenceOperation { Field: { Name: "Zero" } });

    private static bool IsForeseen(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Name is "Socket" or "Console" or "TcpListener"
        && VariableUses.RootOf(call).Descendants().Any(static operation => operation switch
        {
            IPropertyReferenceOperation property => _foresight.Contains(property.Property.Name),
            IInvocationOperation other => _foresight.Contains(other.TargetMethod.Name),
            _ => false,
        });
}
