namespace Coroutines.Testing;

/// <summary>One step of a <see cref="Sequencer"/>, and the wait for it.</summary>
internal sealed class SequencerStep(Sequencer sequencer, int number, bool isHeld) : Suspension, IDisposable
{
    private CoTask? _task;
    private bool _isAwaited;
    private bool _isOpen;

    internal int Number => number;

    internal bool IsHeld => isHeld;

    internal override Awaitable Begin(CoTask task, long argument)
    {
        if (_isAwaited)
        {
            return Awaitable.Misuse($"awaits step {number} of a sequence a second time. Each number stands for one step.");
        }

        _isAwaited = true;
        _task = task;
        if (!sequencer.TryBegin(this))
        {
            return Suspended();
        }

        _isOpen = isHeld;
        return Passed();
    }

    /// <summary>It is its turn, or the sequence is broken.</summary>
    internal void Wake() => _task!.WakeToFinish();

    internal override Awaitable Finish(CoTask task, CancelledException? cancel)
    {
        if (cancel is not null)
        {
            sequencer.Break(this, task.DescribeChain());
            return Refused(cancel);
        }

        sequencer.VerifyWhole();
        sequencer.Reach(this);
        _isOpen = isHeld;
        return Passed();
    }

    internal override void Abandon(CoTask task) => sequencer.Break(this, task.DescribeChain());

    internal override string Describe() => $"waiting for step {number} of a sequence, of which step {sequencer.Next} is next";

    /// <summary>Ends the step; does nothing if it has not begun, or is over.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            _isOpen = false;
            sequencer.End();
        }
    }
}
