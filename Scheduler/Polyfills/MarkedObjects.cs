#if !NET
using System.Runtime.CompilerServices;
#endif

namespace Coroutines;

/// <summary>A set of objects that holds none of them: a lock that is never released, or else a weak table.</summary>
internal static class MarkedObjects
{
#if NET
    internal static bool TryAdd(object item) => !Monitor.IsEntered(item) && Monitor.TryEnter(item);
#else
    private static readonly ConditionalWeakTable<object, object> _items = new();

    internal static bool TryAdd(object item)
    {
        if (_items.TryGetValue(item, out _))
        {
            return false;
        }

        _items.AddOrUpdate(item, _items);
        return true;
    }
#endif
}
