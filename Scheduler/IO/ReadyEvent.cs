namespace Coroutines;

// One entry of the batch that Selector.Poll hands over. Rule 6: whoever handles it runs the reader before the writer.
internal readonly struct ReadyEvent(Registration registration, Interest ready)
{
    internal Registration Registration { get; } = registration;

    // A subset of what was watched, never None. An error or a hang-up counts as ready in every direction watched:
    // the operation then learns of it from its own socket call.
    internal Interest Ready { get; } = ready;
}
