using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// Gives back what an <c>Acquire()</c> got, at the end of a <c>using</c>: the way out of asyncio's <c>async with</c>.
/// </summary>
/// <remarks>
/// <para><c>yield return gate.Acquire().Into(out var held); using (held.Result) { … }</c></para>
/// <para>It gives back once: to dispose it again, or after a <c>Release()</c> by hand that gave the same back, does nothing.
/// Its copies count as one. A default one gives nothing back.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public readonly struct Releaser : IDisposable
{
    private readonly SyncPrimitive? _primitive;
    private readonly CoTask? _holder;
    private readonly long _ticket;

    internal Releaser(SyncPrimitive primitive, CoTask? holder, long ticket)
    {
        _primitive = primitive;
        _holder = holder;
        _ticket = ticket;
    }

    /// <summary>Gives it back. Suspends nobody; whoever waits first is woken.</summary>
    public void Dispose() => _primitive?.ReleaseOnce(_holder, _ticket);

    private string DebuggerDisplay => _primitive is null ? "nothing to release" : $"releases {_primitive}";
}
