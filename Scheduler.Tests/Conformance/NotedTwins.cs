using System.Net.Sockets;

namespace Coroutines.Tests.Conformance;

/// <summary>Twins of the harness's <c>noted_case</c>: what they note is logged at their end, as how many iterations pass is up to the system.</summary>
/// <typeparam name="TFixture">The fixture.</typeparam>
public abstract class NotedTwins<TFixture> : Twins<TFixture>
    where TFixture : NotedTwins<TFixture>
{
    private readonly List<object?[]> _notes = [];

    private protected void Note(params object?[] words) => _notes.Add(words);

    /// <summary>Awaits, and notes how that ended; which of a connection's errors it was is up to the system.</summary>
    private protected IEnumerator<Awaitable> NotedEnding(string name, Awaitable awaitable)
    {
        yield return Awaitable.Settle(awaitable, out Outcome outcome, includeCancellation: true);
        Note(name, EndOf(outcome.Exception));
    }

    /// <inheritdoc cref="NotedEnding(string, Awaitable)"/>
    private protected IEnumerator<Awaitable> NotedEnding<T>(string name, Awaitable<T> awaitable)
    {
        yield return Awaitable.Settle(awaitable, out Outcome<T> outcome, includeCancellation: true);
        Note(name, EndOf(outcome.Exception));
    }

    private protected sealed override void RunTwin(IEnumerator<Awaitable> twin)
    {
        _notes.Clear();
        var options = new SchedulerOptions
        {
            TimeProvider = new VirtualClock(),
            TracksReuse = true,
            ExceptionHandler = context => Note("handler", Kind(context.Exception)),
        };
        Scheduler.Run(twin, options);
        foreach (object?[] words in _notes)
        {
            Log(words);
        }
    }

    private static string EndOf(Exception? error) => error switch
    {
        null => "ended",
        SocketException
        {
            SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionRefused or SocketError.ConnectionAborted or SocketError.Shutdown,
        } => "lost",
        SocketException => "failed",
        _ => Kind(error),
    };
}
