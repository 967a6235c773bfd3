using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// Coroutines that ended, or failed, without ever having yielded. Such an iterator looks exactly like a fresh one, and running it
/// again would silently do nothing; every other used coroutine is recognised by its <c>Current</c>.
/// </summary>
/// <remarks>
/// To note each of them for good would cost more than the coroutine itself (a hash code alone, asked for the first time,
/// costs more than the step). So the last few are kept, which catches the mistake where it is made; debug mode keeps
/// them all.
/// </remarks>
internal sealed class SpentCoroutines(bool keepAll)
{
    private const uint Recent = 8;

    private readonly Slot[] _recent = new Slot[Recent];
    private readonly ConditionalWeakTable<object, object>? _all = keepAll ? new() : null;
    private uint _next;

    /// <summary>Notes that a coroutine has ended.</summary>
    /// <returns>False if it had ended before.</returns>
    internal bool Add(object body) => _all is null ? AddToRecent(body) : AddToAll(_all, body);

    private static bool AddToAll(ConditionalWeakTable<object, object> all, object body)
    {
        if (all.TryGetValue(body, out _))
        {
            return false;
        }

        all.Add(body, all);
        return true;
    }

    private bool AddToRecent(object body)
    {
        if (IsRecent(body))
        {
            return false;
        }

        _recent[_next].Body = body;
        _next = (_next + 1) % Recent;
        return true;
    }

    // Written out: every coroutine that ends at once comes this way, and a loop takes twice as long.
    private bool IsRecent(object body)
    {
        Slot[] recent = _recent;
        return recent.Length == Recent
            && (ReferenceEquals(recent[0].Body, body)
                || ReferenceEquals(recent[1].Body, body)
                || ReferenceEquals(recent[2].Body, body)
                || ReferenceEquals(recent[3].Body, body)
                || ReferenceEquals(recent[4].Body, body)
                || ReferenceEquals(recent[5].Body, body)
                || ReferenceEquals(recent[6].Body, body)
                || ReferenceEquals(recent[7].Body, body));
    }

    private struct Slot
    {
        internal object? Body;
    }
}
