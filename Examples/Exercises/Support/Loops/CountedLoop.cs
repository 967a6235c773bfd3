namespace Coroutines.Exercises;

/// <summary>A loop that counts what it is asked for: tasks that poll never stop asking.</summary>
internal sealed class CountedLoop(IEventLoop loop) : IEventLoop
{
    /// <summary>No test needs as many.</summary>
    private const int Limit = 1_000;

    private int _asked;

    public double Time => loop.Time;

    public void CallSoon(Action callback)
    {
        if (Count())
        {
            loop.CallSoon(callback);
        }
    }

    public void CallLater(double seconds, Action callback)
    {
        if (Count())
        {
            loop.CallLater(seconds, callback);
        }
    }

    public void Run()
    {
        loop.Run();
        if (_asked > Limit)
        {
            throw new ShouldAssertException($"The tasks have asked the loop for more than {Limit} callbacks, and still ask for more. "
                + "Who asks again and again whether something has happened? A task that waits is woken, and until then there is nothing to call.");
        }
    }

    // What is asked for beyond the limit is dropped, so that the loop comes to its end.
    private bool Count() => ++_asked <= Limit;
}
