using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

/// <summary>A room in which people talk. It serves each of them by a coroutine of its own.</summary>
public sealed class Chat
{
    /// <summary>How many bytes may wait for somebody who does not read; who lets more come together is thrown out.</summary>
    public const int Patience = 64 * 1024;

    /// <summary>Serves one who has connected, until he leaves, in whichever way. The stream is closed by whoever calls this.</summary>
    public IEnumerator<Awaitable> Serve(CoStream stream)
    {
        // A field of this class knows who is here, by name.
        yield break;
    }
}
