namespace Coroutines;

/// <summary>Several cancels at once: of all tasks that are left, of a group's, of what is gathered.</summary>
/// <remarks>
/// Each is cancelled as if it was the only one, and each cancel goes down the chain of what its task awaits. Of tasks that await each
/// other, each would go down what is left of the chain again, and a thousand would make half a million steps. So a road that was
/// gone in this pass is not gone a second time. All that this would have done is to count, and to stay with the task that waits for
/// something of which nothing is left to cancel. That is made up for at the end.
/// </remarks>
internal sealed class CancelPass
{
    private readonly TaskTable _tasks;
    private readonly List<Station> _stations = [];
    private readonly Dictionary<Future, int> _places = [];

    // By their places, in the order in which they were left: first what is awaited, then who awaits it.
    private readonly List<int> _left = [];
    private int _open;

    private CancelPass(TaskTable tasks) => _tasks = tasks;

    /// <summary>How many stations were entered.</summary>
    internal int Count => _stations.Count;

    /// <summary>Begins a pass, or takes part in the one that is under way. <see cref="End"/> ends that.</summary>
    internal static CancelPass Start(TaskTable tasks)
    {
        CancelPass pass = tasks.CancelPass ??= new CancelPass(tasks);
        pass._open++;
        return pass;
    }

    internal void End()
    {
        if (--_open == 0)
        {
            _tasks.CancelPass = null;
            GoAgain();
        }
    }

    /// <summary>A cancel has come to something from which it goes on: to a task that awaits another one, or to a gather.</summary>
    /// <param name="future">That.</param>
    /// <param name="message">The message of the cancel.</param>
    /// <param name="isRing">Whether it has been here itself, and has come in a ring.</param>
    /// <returns>False if one has been here in this pass: then it goes no further.</returns>
    internal bool TryEnter(Future future, string? message, out bool isRing)
    {
        isRing = false;
        if (!_places.TryGetValue(future, out int place))
        {
            _places.Add(future, _stations.Count);
            _stations.Add(new Station(future));
            return true;
        }

        Station station = _stations[place];
        isRing = !station.IsLeft;
        if (!isRing)
        {
            station.Add(1, message);
        }

        return false;
    }

    /// <summary>A cancel has been everywhere where it goes from some stations, of which each leads to the next.</summary>
    internal void Leave(int first, int end)
    {
        for (int place = end - 1; place >= first; place--)
        {
            _stations[place].IsLeft = true;
            _left.Add(place);
        }
    }

    // Whoever awaits comes before what it awaits.
    private void GoAgain()
    {
        for (int i = _left.Count - 1; i >= 0; i--)
        {
            Station station = _stations[_left[i]];
            if (station.Again == 0)
            {
                continue;
            }

            (station.Future as CoTask)?.CancelAgain(station.Again, station.Message);
            foreach (Future? next in station.Next)
            {
                if (next is not null && _places.TryGetValue(next, out int place))
                {
                    _stations[place].Add(station.Again, station.Message);
                }
                else if (next is CoTask { IsDone: false } last)
                {
                    last.CancelAgain(station.Again, station.Message);
                }
            }
        }
    }

    private sealed class Station(Future future)
    {
        internal Future Future => future;

        /// <summary>Where a cancel goes from here.</summary>
        internal IReadOnlyList<Future?> Next { get; } = future.Needs;

        /// <summary>How many cancels have come here and gone no further.</summary>
        internal int Again { get; private set; }

        /// <summary>The message of the last of these.</summary>
        internal string? Message { get; private set; }

        internal bool IsLeft { get; set; }

        // Roads that part and meet again, over and over, are more than can be counted.
        internal void Add(int count, string? message)
        {
            Again = Again > int.MaxValue - count ? int.MaxValue : Again + count;
            Message = message;
        }
    }
}
