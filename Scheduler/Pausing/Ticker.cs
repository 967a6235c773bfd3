using System.Diagnostics;

namespace Coroutines;

/// <summary>
/// Moments at equal distances, without drift: <c>Ticker every = Every(0.5); while (true) { yield return every; … }</c>.
/// </summary>
/// <remarks>
/// <para>The moments are multiples of the period, counted from the first <c>yield return</c>, in the time of the coroutine's
/// group. In a Tick the coroutine goes on at exactly such a moment, also in the middle of a frame; a frame that holds several of
/// them has it go on several times. They are missed only while the coroutine itself waits for something else (or, in a
/// run, while something holds up the loop); what happens about those is the <see cref="CatchUp"/> rule.</para>
/// <para>For one coroutine at a time. Allocates nothing once it is made. asyncio has no counterpart.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Ticker : IAwaitable
{
    private readonly Clockwork _clockwork;

    internal Ticker(double period, CatchUp catchUp) => _clockwork = new Clockwork(this, period, catchUp);

    /// <summary>The distance between two moments, in seconds.</summary>
    public double Period => _clockwork.Period;

    /// <summary>What happens about moments that were missed.</summary>
    public CatchUp CatchUp => _clockwork.CatchUp;

    /// <summary>The number of the latest moment at which the coroutine went on, the first one being 1; 0 before that.</summary>
    public long Count { get; private set; }

    /// <summary>How many moments were dropped, or merged into another one, so far.</summary>
    public long Missed { get; private set; }

    /// <summary>Waits for the next moment; goes on at once if it has come already.</summary>
    /// <param name="ticker">The ticker.</param>
    public static implicit operator Awaitable(Ticker ticker)
    {
        ThrowHelper.IfNull(ticker, nameof(ticker));
        return new Awaitable(ticker._clockwork);
    }

    Awaitable IAwaitable.ToAwaitable() => this;

    /// <summary>For reports.</summary>
    /// <returns>For example <c>every 0.5 s (3 so far)</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"every {Period} s ({Count} so far)");

    private sealed class Clockwork(Ticker ticker, double period, CatchUp catchUp) : Suspension
    {
        private MomentWait? _wait;
        private CoTask? _waiting;
        private double _start = double.NaN;

        // The number of the moment that is waited for.
        private long _next;

        internal double Period => period;

        internal CatchUp CatchUp => catchUp;

        internal override Awaitable Begin(CoTask task, long argument)
        {
            if (_wait is { IsAwaited: true })
            {
                return Awaitable.Misuse($"waits for a ticker ({ticker}) for which {_waiting!.DescribeChain()} waits already. Give each of them one of its own.");
            }

            double now = task.Now;
            if (now + period <= now)
            {
                // To look for the next one would take for ever.
                return Awaitable.Misuse(FormattableString.Invariant($"waits for a ticker ({ticker}) whose moments can no longer be told from one another: it is {now} s. Give it a longer period."));
            }

            if (double.IsNaN(_start))
            {
                _start = now;
            }

            _next = ticker.Count + 1;
            if (MomentOf(_next) < now)
            {
                _next = CatchUpTo(now, _next);
            }

            double moment = MomentOf(_next);
            if (moment <= now)
            {
                Reach();
                return Passed();
            }

            if (_wait is not { IsInUse: false })
            {
                // There is none yet, or the item of one that was cancelled just after the moment is still queued.
                _wait = new MomentWait(this);
            }

            _waiting = task;
            return _wait.Begin(task, task.Timeline, moment);
        }

        internal override void Abandon(CoTask task)
        {
            // The task waits on the timed wait.
        }

        internal override string Describe() => $"waiting for {ticker}";

        // Only now: a wait that is given up leaves its moment, and those before it, to the next one.
        internal void Reach()
        {
            ticker.Missed += _next - ticker.Count - 1;
            ticker.Count = _next;
        }

        private double MomentOf(long number) => _start + (number * period);

        private long CatchUpTo(double now, long next)
        {
            if (catchUp == CatchUp.RunEach)
            {
                return next;
            }

            // The last one that has come, and from there, as rounding may be off by one, exactly.
            long last = Math.Max(next, (long)Math.Floor((now - _start) / period));
            while (MomentOf(last) > now)
            {
                last--;
            }

            while (MomentOf(last + 1) <= now)
            {
                last++;
            }

            return catchUp == CatchUp.Merge || MomentOf(last) == now ? last : last + 1;
        }
    }

    private sealed class MomentWait(Clockwork clockwork) : TimedWait
    {
        internal override string Describe() => FormattableString.Invariant($"waiting, every {clockwork.Period} s");

        private protected override void Reach() => clockwork.Reach();
    }
}
