using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// "Leaked": of one coroutine there are ten tasks or more that nobody awaits, that are in no group and wait for no peer; there were more of them every ten seconds,
/// for a minute; and none of them has ended in that time.
/// </summary>
/// <remarks>A task that is in a group ends with it, and one that waits for a socket with its peer.</remarks>
internal sealed class GrowingCrowds
{
    internal const int Fewest = 10;
    internal const int Looks = 6;

    /// <summary>From one look to the next, in seconds.</summary>
    internal const double Interval = 10;

    // Of each coroutine, what the last looks saw, the latest at the end; as long as it grows and nobody leaves.
    private Dictionary<string, List<Crowd>> _seen = [];
    private long _looked;

    internal IEnumerable<Lint> Find(LoopReading reading)
    {
        if (reading.Snapshot.IsPartial)
        {
            return [];
        }

        Dictionary<string, List<long>> crowds = CrowdsOf(reading.Snapshot);
        if (_looked == 0 || reading.Timestamp - _looked >= Interval * Stopwatch.Frequency)
        {
            _looked = reading.Timestamp;
            _seen = crowds.ToDictionary(static crowd => crowd.Key, crowd => Grown(crowd.Key, crowd.Value));
        }

        return from crowd in crowds
               where crowd.Value.Count >= Fewest && _seen.TryGetValue(crowd.Key, out List<Crowd>? looks) && looks.Count > Looks
               select new Lint(LintKind.Leaked, Tell(crowd.Key, crowd.Value.Count, _seen[crowd.Key]), crowd.Value[^1]);
    }

    private static Dictionary<string, List<long>> CrowdsOf(SchedulerSnapshot snapshot) => snapshot.Tasks
        .Where(static task => task.Fault is null && task.Coroutines.Count > 0 && task.Awaiters.Count == 0 && task.Group is null && task.WaitKind != WaitKind.InputOutput)
        .GroupBy(static task => task.Coroutines[0])
        .ToDictionary(static crowd => crowd.Key, static crowd => crowd.Select(static task => task.Id).OrderBy(static id => id).ToList());

    // Numbers grow: those of an earlier look are the lowest ones, if they are all there.
    private List<Crowd> Grown(string coroutine, List<long> ids)
    {
        var now = new Crowd(ids.Count, ids[^1]);
        return _seen.TryGetValue(coroutine, out List<Crowd>? looks) && now.Count > looks[^1].Count && ids[looks[^1].Count - 1] == looks[^1].HighestId
            ? [.. looks.Skip(looks.Count - Looks), now]
            : [now];
    }

    private static string Tell(string coroutine, int count, List<Crowd> looks) => FormattableString.Invariant(
        $"Of {Repr.Name(coroutine)} there are {count:#,0} tasks that nobody awaits, {count - looks[0].Count:#,0} more than a minute ago, and none has ended. Await them, end them by a group, BindTo or Cancel, or see what they wait for.");

    private readonly record struct Crowd(int Count, long HighestId);
}
