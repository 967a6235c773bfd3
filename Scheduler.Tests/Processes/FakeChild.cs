namespace Coroutines.Tests.Processes;

/// <summary>A process that is none: it ends when it is told to.</summary>
internal sealed class FakeChild : Child
{
    private Action? _ended;
    private int? _returnCode;

    internal override int Id => 4711;

    /// <summary>The signals that it was sent.</summary>
    internal List<int> Signals { get; } = [];

    internal void End(int returnCode)
    {
        _returnCode = returnCode;
        _ended!();
    }

    internal override void WatchEnd(Action ended) => _ended = ended;

    internal override bool TryReap(out int returnCode)
    {
        returnCode = _returnCode ?? 0;
        return _returnCode is not null;
    }

    internal override void Send(int signal) => Signals.Add(signal);

    internal override void AwaitEnd(TimeSpan limit)
    {
    }

    public override void Dispose()
    {
    }
}
