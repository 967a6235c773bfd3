namespace Coroutines;

/// <summary>The last frames of a game loop.</summary>
internal sealed class LastFrames
{
    private const int Most = 240;

    private readonly FrameEvent[] _frames = new FrameEvent[Most];
    private int _next;
    private int _count;

    internal void Add(in FrameEvent frame)
    {
        _frames[_next] = frame;
        _next = (_next + 1) % Most;
        _count = Math.Min(_count + 1, Most);
    }

    /// <summary>Those that are kept, the last one at the end.</summary>
    internal FrameEvent[] ToArray()
    {
        var frames = new FrameEvent[_count];
        for (int i = 0; i < frames.Length; i++)
        {
            frames[i] = _frames[(_next - frames.Length + i + Most) % Most];
        }

        return frames;
    }
}
