namespace Coroutines;

/// <summary>The keys of a group under which tasks run or wait.</summary>
/// <remarks>
/// A key's <c>GetHashCode</c> and <c>Equals</c> are the user's, and may throw: they are called where the user calls, and never when
/// a task ends, which must not fail.
/// </remarks>
internal sealed class TaskKeys
{
    private readonly Dictionary<int, KeyedTasks> _byHash = [];

    internal KeyedTasks? Find(object key, out int hash)
    {
        hash = key.GetHashCode();
        _byHash.TryGetValue(hash, out KeyedTasks? tasks);
        while (tasks is not null && !ReferenceEquals(tasks.Key, key) && !tasks.Key.Equals(key))
        {
            tasks = tasks.Next;
        }

        return tasks;
    }

    internal KeyedTasks Add(object key, int hash)
    {
        _byHash.TryGetValue(hash, out KeyedTasks? others);
        return _byHash[hash] = new KeyedTasks(this, key, hash) { Next = others };
    }

    internal void Remove(KeyedTasks tasks)
    {
        KeyedTasks first = _byHash[tasks.Hash];
        if (first != tasks)
        {
            KeyedTasks before = first;
            while (before.Next != tasks)
            {
                before = before.Next!;
            }

            before.Next = tasks.Next;
        }
        else if (tasks.Next is { } next)
        {
            _byHash[tasks.Hash] = next;
        }
        else
        {
            _byHash.Remove(tasks.Hash);
        }
    }
}
