namespace Coroutines;

/// <summary>A frame that is written out by hand, and runs no coroutine: it belongs to the one that has yielded it.</summary>
internal abstract class PlainFrame : Frame
{
    private CoroutineFrame? _owner;

    internal sealed override CoroutineFrame Owner => _owner ?? FindOwner();

    // All on the way keep what was found: where a thousand of them stand in each other, the way is gone once.
    private CoroutineFrame FindOwner()
    {
        Frame frame = this;
        while (frame is PlainFrame { _owner: null })
        {
            frame = frame.Caller!;
        }

        CoroutineFrame owner = frame.Owner;
        frame = this;
        while (frame is PlainFrame { _owner: null } plain)
        {
            plain._owner = owner;
            frame = plain.Caller!;
        }

        return owner;
    }
}
