namespace Coroutines.Benchmarks;

/// <summary>A queue of one place, with one who puts and one who gets.</summary>
internal sealed class BareQueue(BareScheduler scheduler)
{
    private int _item;
    private bool _isFull;
    private BareTask? _waiter;

    internal bool TryPut(int item)
    {
        if (_isFull)
        {
            _waiter = scheduler.Running;
            return false;
        }

        _item = item;
        _isFull = true;
        Wake();
        return true;
    }

    internal bool TryGet(out int item)
    {
        item = _item;
        if (!_isFull)
        {
            _waiter = scheduler.Running;
            return false;
        }

        _isFull = false;
        Wake();
        return true;
    }

    private void Wake()
    {
        if (_waiter is { } waiter)
        {
            _waiter = null;
            scheduler.Enqueue(waiter);
        }
    }
}
