using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Store
{
    /// <summary>How long a client may take for a command, in seconds.</summary>
    public const double Patience = 60.0;

    /// <summary>Serves one client of the store, until it sends no more, or nothing for too long.</summary>
    public static IEnumerator<Awaitable> Serve(CoStream stream, Dictionary<string, byte[]> things)
    {
        // A loop: read a command, do what it says, answer, and wait until the client takes the answer.
        // stream.ReadLine() reads a line, stream.ReadExactly(n) so many bytes, and stream.Write(...) takes text or bytes.
        yield break;
    }
}
