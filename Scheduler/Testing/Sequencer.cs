using System.Diagnostics;

namespace Coroutines.Testing;

/// <summary>
/// Has the parts of several tasks run in one order, by their numbers: Trio's <c>Sequencer</c>. For a test of one certain
/// interleaving.
/// </summary>
/// <remarks>
/// <para><c>yield return sequence.Step(2);</c> waits until steps 0 and 1 have begun and the tasks that took them have come to their
/// next suspension. What follows, up to the task's own next <c>yield return</c>, is step 2.</para>
/// <para>A step that suspends itself is held open: <c>yield return sequence.Step(2, out var step); using (step) { … }</c>. The next
/// one begins after it is disposed.</para>
/// </remarks>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class Sequencer
{
    private readonly Dictionary<int, SequencerStep> _waiting = [];
    private readonly HashSet<int> _asked = [];
    private int _next;
    private bool _isHeld;
    private string? _broken;

    /// <summary>The number of the step that is to begin next.</summary>
    public int Next => _next;

    /// <summary>Waits for its turn; the step then lasts until the task's next suspension.</summary>
    /// <param name="number">The number of the step; each is taken once, and they begin with 0.</param>
    /// <returns>What to yield, once. A step whose turn it is begins at once: no iteration passes.</returns>
    /// <remarks>
    /// If a task that waits for its turn is cancelled, the sequence is broken: all who wait, and all who come, get an
    /// <see cref="InvalidOperationException"/> at their <c>yield return</c> that says which step is missing.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The step was taken before.</exception>
    public Awaitable Step(int number) => new(NewStep(number, isHeld: false));

    /// <summary>Waits for its turn; the step then lasts until it is disposed.</summary>
    /// <param name="number">The number of the step; each is taken once, and they begin with 0.</param>
    /// <param name="step">What ends the step, for a <c>using</c> after the <c>yield return</c>.</param>
    /// <inheritdoc cref="Step(int)"/>
    public Awaitable Step(int number, out IDisposable step)
    {
        SequencerStep held = NewStep(number, isHeld: true);
        step = held;
        return new Awaitable(held);
    }

    /// <summary>A task comes to a step.</summary>
    /// <returns>False if it has to wait.</returns>
    internal bool TryBegin(SequencerStep step)
    {
        VerifyWhole();
        if (step.Number != _next || _isHeld)
        {
            _waiting.Add(step.Number, step);
            return false;
        }

        Reach(step);
        return true;
    }

    /// <summary>A step has begun. The next one takes its turn in the next iteration, when this one has come to a suspension.</summary>
    internal void Reach(SequencerStep step)
    {
        _next = step.Number + 1;
        _isHeld = step.IsHeld;
        WakeNext();
    }

    /// <summary>A step that was held open is over.</summary>
    internal void End()
    {
        _isHeld = false;
        WakeNext();
    }

    internal void VerifyWhole()
    {
        if (_broken is not null)
        {
            throw new InvalidOperationException(_broken);
        }
    }

    /// <summary>A step will not be taken: its task has left.</summary>
    internal void Break(SequencerStep left, string task)
    {
        _waiting.Remove(left.Number);
        _broken ??= $"The sequence is broken: {task} was cancelled while it waited for its step {left.Number}.";
        foreach (SequencerStep step in _waiting.Values.OrderBy(static step => step.Number))
        {
            step.Wake();
        }

        _waiting.Clear();
    }

    private SequencerStep NewStep(int number, bool isHeld)
    {
        ThrowHelper.IfLessThan(number, 0, nameof(number), "The steps of a sequence are numbered from 0.");
        return _asked.Add(number)
            ? new SequencerStep(this, number, isHeld)
            : throw new InvalidOperationException($"Step {number} of the sequence was asked for before. Each number stands for one step.");
    }

    private void WakeNext()
    {
        if (!_isHeld && _waiting.Remove(_next, out SequencerStep? next))
        {
            // It is its turn from now on, also for one who comes before it has taken its step.
            next.Wake();
        }
    }

    private string DebuggerDisplay => FormattableString.Invariant($"step {_next} is next, {_waiting.Count} waiting{(_broken is null ? string.Empty : $", broken: {_broken}")}");
}
