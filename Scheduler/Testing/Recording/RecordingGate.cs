namespace Coroutines.Testing;

/// <summary>Writes down which posts the loop has taken at which of its looks.</summary>
internal sealed class RecordingGate(Scheduler scheduler, Recorder recorder) : IInboxGate
{
    private readonly object _lock = new();
    private List<(IRunnable Item, PostOrigin Origin)> _posted = [];
    private long _looks;

    public bool HasItems
    {
        get
        {
            lock (_lock)
            {
                return _posted.Count > 0;
            }
        }
    }

    public void Post(IRunnable item)
    {
        PostOrigin origin = PostOrigin.Of(item, scheduler);
        lock (_lock)
        {
            _posted.Add((item, origin));
        }
    }

    public int MoveTo(ReadyQueue ready)
    {
        _looks++;
        recorder.NoteIteration();
        List<(IRunnable Item, PostOrigin Origin)> taken;
        lock (_lock)
        {
            if (_posted.Count == 0)
            {
                return 0;
            }

            taken = _posted;
            _posted = [];
        }

        foreach ((IRunnable item, PostOrigin origin) in taken)
        {
            recorder.Add(new RecordedEvent(RecordedKind.Post, Subject: 0) { Asked = _looks, Count = (int)origin.Promise, Text = origin.Thread });
            ready.Enqueue(item);
        }

        return taken.Count;
    }
}
