using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// Coroutines that ended without ever having yielded. Such an iterator looks exactly like a fresh one, and running it
/// again would silently do nothing; every other used coroutine is recognised by its <c>Current</c>.
/// </summary>
/// <remarks>
/// To note each of them for good would cost more than the coroutine itself. So the last few hundred are kept, which
/// catches the mistake where it is made; debug mode keeps them all.
/// </remarks>
internal sealed class SpentCoroutines(bool keepAll)
{
    private const int Recent = 256;

    private readonly object?[] _recent = new object?[Recent];
    private readonly ConditionalWeakTable<object, object>? _all = keepAll ? new() : null;

    /// <summary>Notes that a coroutine has ended.</summary>
    /// <returns>False if it had ended before.</returns>
    internal bool Add(object body)
    {
        if (_all is not null)
        {
            bool isNew = !_all.TryGetValue(body, out _);
            if (isNew) { _all.Add(body, _all); }
            return isNew;
        }

        ref object? place = ref _recent[RuntimeHelpers.GetHashCode(body) & (Recent - 1)];
        if (ReferenceEquals(place, body))
        {
            return false;
        }

        place = body;
        return true;
    }
}
