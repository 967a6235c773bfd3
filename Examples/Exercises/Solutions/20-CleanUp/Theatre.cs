using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public static class Theatre
{
    /// <summary>
    /// An evening at the theatre: prints "lights on", takes a second to open the curtain and prints "curtain open"; then comes the play.
    /// However the play ends, by itself, by an error or by a cancel, the curtain takes a second to close, which prints "curtain closed",
    /// and after that it prints "lights off". What was never open is not closed. An error of the play goes on to whoever awaits.
    /// </summary>
    public static IEnumerator<Awaitable> Perform(Func<IEnumerator<Awaitable>> play, Action<string> print)
    {
        print("lights on");
        Defer(() => print("lights off"));
        yield return Sleep(1.0);
        print("curtain open");
        Defer(Close(print));
        yield return Await(play());
    }

    /// <summary>
    /// Waits until the broadcast, which others watch too, is over, and prints "applause". Whoever is cancelled while he watches leaves at
    /// once, and the broadcast goes on.
    /// </summary>
    public static IEnumerator<Awaitable> Watch(CoTask broadcast, Action<string> print)
    {
        yield return Shield(broadcast);
        print("applause");
    }

    private static IEnumerator<Awaitable> Close(Action<string> print)
    {
        yield return Sleep(1.0);
        print("curtain closed");
    }
}
