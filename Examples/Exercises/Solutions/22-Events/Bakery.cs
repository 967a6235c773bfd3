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
        _door.Set();
    }

    /// <summary>Closes the door: who comes now waits. Who is inside stays.</summary>
    public void Close()
    {
        _door.Clear();
    }

    /// <summary>Waits until the door is open, then until there are so many loaves on the shelf, and takes them, all at once.</summary>
    public IEnumerator<Awaitable> Buy(int loaves)
    {
        yield return _door.Wait();
        yield return _shelf.Acquire().Into(out var held);
        using (held.Result)
        {
            yield return _shelf.WaitFor(() => Loaves >= loaves);
            Loaves -= loaves;
        }
    }

    /// <summary>Puts so many loaves on the shelf. Whoever finds enough there goes on, whoever came before him.</summary>
    public IEnumerator<Awaitable> Deliver(int loaves)
    {
        yield return _shelf.Acquire().Into(out var held);
        using (held.Result)
        {
            Loaves += loaves;
            _shelf.NotifyAll();
        }
    }
}
