using System.Diagnostics;

namespace Coroutines.Jobs;

/// <summary>A job as a source has delivered it. It never changes; a further delivery of the job is another object with the same <see cref="Id"/>.</summary>
/// <param name="id">What tells the job from others, the same in each delivery.</param>
/// <param name="payload">What is to be done, as the source has it.</param>
/// <param name="delivery">Which delivery of the job this is, from 1.</param>
/// <param name="receipt">What the source itself needs to acknowledge this delivery; null for nothing.</param>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Job(string id, ReadOnlyMemory<byte> payload, int delivery = 1, object? receipt = null)
{
    /// <summary>What tells the job from others.</summary>
    public string Id { get; } = id ?? throw new ArgumentNullException(nameof(id));

    /// <summary>What is to be done.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Which delivery of the job this is, from 1.</summary>
    public int Delivery { get; } = delivery >= 1
        ? delivery
        : throw new ArgumentOutOfRangeException(nameof(delivery), delivery, "Deliveries are counted from 1.");

    /// <summary>The source's own.</summary>
    public object? Receipt { get; } = receipt;

    /// <summary>Its id and delivery, for reports.</summary>
    /// <returns>For example <c>job '17' (delivery 2)</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"job '{Id}' (delivery {Delivery})");
}
