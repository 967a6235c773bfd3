using System.Globalization;

namespace Coroutines.Jobs.Nats;

/// <summary>The subject that a delivery is acknowledged at. It says which delivery of what it is.</summary>
internal readonly record struct AckSubject
{
    // $JS.ACK.stream.consumer.delivery.sequence.consumerSequence.timestamp.pending
    private const int ShortLength = 9;

    // $JS.ACK.domain.account.stream. ... .pending, and perhaps more.
    private const int LongLength = 11;

    private const int LongestLength = 16;

    private readonly Range _timestamp;

    private AckSubject(string text, int delivery, ulong sequence, Range timestamp)
    {
        Text = text;
        Delivery = delivery;
        Sequence = sequence;
        _timestamp = timestamp;
    }

    /// <summary>All of it.</summary>
    internal string Text { get; }

    /// <summary>Which delivery of the job it is, from 1.</summary>
    internal int Delivery { get; }

    /// <summary>The number of the job in the stream.</summary>
    internal ulong Sequence { get; }

    /// <summary>When the job was stored, in the server's words.</summary>
    internal string Timestamp => Text[_timestamp];

    internal static bool TryParse(string? subject, out AckSubject parsed)
    {
        parsed = default;
        if (subject is null || !subject.StartsWith("$JS.ACK.", StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> text = subject;
        Span<Range> tokens = stackalloc Range[LongestLength];
        int length = text.Split(tokens, '.');
        int skipped = length >= LongLength ? LongLength - ShortLength : 0;
        if (length < ShortLength
            || !int.TryParse(text[tokens[skipped + 4]], NumberStyles.None, CultureInfo.InvariantCulture, out int delivery)
            || !ulong.TryParse(text[tokens[skipped + 5]], NumberStyles.None, CultureInfo.InvariantCulture, out ulong sequence))
        {
            return false;
        }

        parsed = new AckSubject(subject, Math.Max(1, delivery), sequence, tokens[skipped + 7]);
        return true;
    }
}
