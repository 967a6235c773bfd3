namespace Coroutines;

/// <summary>
/// Marks coroutines that ended, or failed, without ever having yielded. Such an iterator looks exactly like a fresh one, and running
/// it again would silently do nothing; every other used coroutine is recognised by its <c>Current</c>.
/// </summary>
/// <remarks>
/// <para>A table of them would cost more than the coroutine itself. So the mark is in the header that every object has: the object's
/// lock is taken and never released. That allocates nothing, and lasts as long as the object. The thread that took it sees
/// that it has it; for any other thread it is taken, also when the first one has ended; and one that is given an ended thread's
/// number takes the lock for its own. All of them say "marked".</para>
/// <para>Nobody else locks the iterator that the compiler makes of a coroutine. A hand-written enumerator may well lock itself, and
/// is not marked.</para>
/// <para>On netstandard2.1 there is a weak table, which costs more. Not every runtime of that kind (Unity's IL2CPP, for one) keeps
/// locks in the header; where taking one makes a record outside of it, one that is never released would be a leak.</para>
/// </remarks>
internal static class SpentMark
{
    /// <summary>Marks a compiler-made iterator.</summary>
    /// <returns>False if it was marked before, by any scheduler on any thread.</returns>
    internal static bool TryPut(object body) => MarkedObjects.TryAdd(body);
}
