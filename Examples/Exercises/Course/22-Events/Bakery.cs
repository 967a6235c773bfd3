using static Coroutines.Awaitable;

namespace Coroutines.Exercises;

public sealed class Bakery
{
    private readonly CoEvent _door = new("door");
    private readonly CoCondition _shelf = new(name: "shelf");

    /// <summary>How many loaves are on the shelf.</summary>
    public int Loaves { get; private set; }

    /// <summary>Opens the door: for those who wait in front of it, and for those who come.</summary>
    public void Open()
    {
    }

    /// <summary>Closes the door: who comes now waits. Who is inside stays.</summary>
    public void Close()
    {
    }

    /// <summary>Waits until the door is open, then until there are so many loaves on the shelf, and takes them, all at once.</summary>
    public IEnumerator<Awaitable> Buy(int loaves)
    {
        // First _door.Wait(). Then acquire _shelf, as a lock is acquired; while you have it, _shelf.WaitFor(() => ...) waits until
        // what you say is true.
        yield return null;
        Loaves -= loaves;
    }

    /// <summary>Puts so many loaves on the shelf. Whoever finds enough there goes on, whoever came before him.</summary>
    public IEnumerator<Awaitable> Deliver(int loaves)
    {
        // Acquire _shelf, change what is on it, and notify those who wait, while you have it.
        yield return null;
        Loaves += loaves;
    }
}
