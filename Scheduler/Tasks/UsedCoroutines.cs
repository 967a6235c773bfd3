using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// Notes coroutines that were used and look like fresh ones, with nothing in their <c>Current</c>: to run such a one again would
/// silently do nothing. Every other used coroutine is recognised by what it has yielded.
/// </summary>
/// <remarks>
/// <para>A weak table, which keeps none of them alive, and one for all schedulers: a coroutine may meet several, on any thread. The
/// object itself belongs to the user, and so does all that could be marked in it, its lock for instance.</para>
/// <para>An entry costs more than the coroutine itself. So one that ended without ever having yielded is noted only where mistakes are
/// looked for, see <see cref="SchedulerOptions.TracksReuse"/>. One that yields a default awaitable is rare, and always noted.</para>
/// </remarks>
internal static class UsedCoroutines
{
    private static readonly ConditionalWeakTable<object, object> _table = new();

    // So that nobody looks into an empty table.
    private static volatile bool _hasAny;

    internal static void Add(IEnumerator<Awaitable> body)
    {
        _table.AddOrUpdate(body, _table);
        _hasAny = true;
    }

    internal static bool Contains(IEnumerator<Awaitable> body) => _hasAny && _table.TryGetValue(body, out _);
}
