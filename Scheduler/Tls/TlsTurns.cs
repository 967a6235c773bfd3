namespace Coroutines;

/// <summary>
/// How many steps of handshakes are taken in one iteration, or in one frame: each costs milliseconds of processor time, and a crowd that comes at once must not hold
/// the others for as long as all of them take.
/// </summary>
internal sealed class TlsTurns(EventLoop loop)
{
    internal const int InAnIteration = 2;

    private long _iteration;
    private int _taken;

    /// <returns>Whether it is this one's turn; else it comes again in the next iteration, behind those who wait already.</returns>
    internal bool TryTake()
    {
        if (_iteration != loop.Iteration)
        {
            _iteration = loop.Iteration;
            _taken = 0;
        }

        return _taken++ < InAnIteration;
    }
}
