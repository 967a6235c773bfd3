namespace Coroutines;

/// <summary>An exception on its way to a coroutine; what a task is woken with whose wait has failed.</summary>
internal sealed class Thrown(Exception exception) : AwaitableSource
{
    internal Exception Exception => exception;

    // A remembered cancel goes before anything but another cancel.
    internal override Awaitable Finish(CoTask task, CancelledException? cancel) =>
        new(cancel is null || exception is CancelledException ? this : new Thrown(cancel), AwaitableKind.Refused);

    /// <summary>For reports.</summary>
    public override string ToString() => ExceptionText.Line(exception);
}
