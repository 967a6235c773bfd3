using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Coroutines;

/// <summary>
/// What a coroutine yields: something to wait for. The static members make them, and are meant for
/// <c>using static Coroutines.Awaitable;</c>.
/// </summary>
/// <remarks>
/// <para>Two words: what to wait on, and which kind of waiting it is together with a number for the object; with no object
/// to wait on, the second word holds the seconds of a sleep. So a bare yield and a sleep allocate nothing.</para>
/// <para><c>yield return null;</c> is the bare yield: the one conversion from a reference type, that from
/// <see cref="Future"/>, makes it legal.</para>
/// <para>A variable that one thread reads while another writes it may give the parts of two awaitables. That is an
/// <see cref="InvalidOperationException"/> at the <c>yield return</c>, or a wait for one of the two, or a returned value that is
/// neither's; nobody else is touched.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly partial struct Awaitable
{
    // With no source: the seconds of a sleep, which are positive, and a positive double is a positive long; or the moment
    // to sleep until, negated, which makes it a negative long; or nothing (0), or the bare yield, which as a double is NaN.
    private const long BareYield = -1;
    private const int ArgumentShift = 8;

    private static readonly FramesToCome _frames = new();
    private static readonly NextTurn _nextTurn = new();

    private readonly AwaitableSource? _source;
    private readonly long _word;

    private Awaitable(long word) => _word = word;

    /// <summary>Something to wait for.</summary>
    /// <param name="source">Who is asked.</param>
    /// <param name="argument">A number for it.</param>
    internal Awaitable(AwaitableSource source, long argument = 0)
    {
        _source = source;
        _word = (argument << ArgumentShift) | (long)AwaitableKind.Wait;
    }

    internal Awaitable(AwaitableSource source, AwaitableKind kind, long argument = 0)
    {
        _source = source;
        _word = (argument << ArgumentShift) | (long)kind;
    }

    internal Awaitable(Exception exception, AwaitableKind kind)
        : this(new Thrown(exception), kind)
    {
    }

    /// <summary>A pending future or task: waits until it is done. Null is the bare yield.</summary>
    /// <param name="future">What to await.</param>
    public static implicit operator Awaitable(Future? future) =>
        future is null ? new Awaitable(BareYield) : new Awaitable(future);

    /// <summary>
    /// Whether nothing was ever stored here. An iterator that has yielded anything since it was made has a
    /// <c>Current</c> for which this is false, which is how a used coroutine is told from a fresh one.
    /// </summary>
    internal bool IsDefault => _source is null && _word == 0;

    /// <summary>A bare yield. <c>default</c> counts as one too, but has to be noted: see <see cref="UsedCoroutines"/>.</summary>
    internal bool IsYield
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _word == BareYield && _source is null;
    }

    internal bool IsSleep => _source is null && _word > 0;

    internal bool IsSleepUntil => _source is null && _word < BareYield;

    internal bool HasSource => _source is not null;

    /// <summary>Whether it is a future that is done, and to await it would not suspend.</summary>
    internal bool IsDone => _source is Future { IsDone: true };

    /// <summary>Whether it waits for as many frames as <see cref="Argument"/> says.</summary>
    internal bool IsFrames => ReferenceEquals(_source, _frames);

    /// <summary>Whether it is the answer that there is nothing to wait for.</summary>
    internal bool IsPassed => HasSource && Kind == AwaitableKind.Passed;

    /// <summary>Whether it is an answer that only <see cref="AwaitableSource.Begin"/> and <see cref="AwaitableSource.Finish"/> give.</summary>
    internal bool IsAnswer => HasSource && Kind is AwaitableKind.Passed or AwaitableKind.Suspended or AwaitableKind.Placed;

    /// <summary>The exception that it carries; null if it is none.</summary>
    internal Exception? Exception => (_source as Thrown)?.Exception;

    internal double Seconds => BitConverter.Int64BitsToDouble(_word);

    internal double Moment => -BitConverter.Int64BitsToDouble(_word);

    internal AwaitableKind Kind => (AwaitableKind)(byte)_word;

    /// <summary>A number that the object has put beside itself, such as the version of an operation that is used again.</summary>
    internal long Argument => _word >> ArgumentShift;

    internal AwaitableSource Source => _source!;

    /// <summary>Whether a number is small enough for an <see cref="Argument"/>.</summary>
    internal static bool FitsArgument(long number) => (number << ArgumentShift) >> ArgumentShift == number;

    /// <summary>Whether it is an answer that is always the same object.</summary>
    internal bool IsSameAs(Awaitable answer) => ReferenceEquals(_source, answer._source);

    internal static Awaitable OfSeconds(double seconds) =>
        new(seconds > 0 ? BitConverter.DoubleToInt64Bits(seconds) : BareYield);

    internal static Awaitable OfMoment(double when) =>
        new(when > 0 ? BitConverter.DoubleToInt64Bits(-when) : BareYield);

    internal static Awaitable OfFrames(long count) =>
        new(_frames, count);

    /// <summary>The next iteration, in a Tick too.</summary>
    internal static Awaitable NextTurn => new(_nextTurn);

    internal static Awaitable Failure(Exception exception) => new(exception, AwaitableKind.Failed);

    /// <summary>An error for the coroutine that yields this, whose name the message is put behind.</summary>
    internal static Awaitable Misuse(string message) => new(new Answer(message), AwaitableKind.Misuse);

    /// <summary>The error of one whose parts do not belong together.</summary>
    internal static Awaitable Torn => new(Answer.Torn, AwaitableKind.Misuse);

    /// <summary>What it waits for, for reports.</summary>
    /// <returns>A short description.</returns>
    public override string ToString() => this switch
    {
        { IsYield: true } or { IsDefault: true } => "yield",
        { IsSleep: true } => FormattableString.Invariant($"sleep {Seconds} s"),
        { IsSleepUntil: true } => FormattableString.Invariant($"sleep until {Moment} s"),
        { IsFrames: true } => $"wait {Argument} frames",
        { _source: Future future } => future.Describe(),
        _ => Source.ToString() ?? "awaitable",
    };
}
