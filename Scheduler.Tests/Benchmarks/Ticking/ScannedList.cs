namespace Coroutines.Benchmarks;

/// <summary>
/// How many a game runs its coroutines: a list of iterators, each of which is resumed in every frame and looks at the
/// clock itself.
/// </summary>
internal sealed class ScannedList
{
    private readonly List<IEnumerator<object?>> _coroutines = [];
    private double _time;

    internal ScannedList(int sleepers, double seconds)
    {
        for (int i = 0; i < sleepers; i++)
        {
            _coroutines.Add(Sleep(seconds + i));
        }
    }

    internal void Tick(double seconds)
    {
        _time += seconds;
        _coroutines.RemoveAll(static coroutine => !coroutine.MoveNext());
    }

    private IEnumerator<object?> Sleep(double seconds)
    {
        for (double end = _time + seconds; _time < end;)
        {
            yield return null;
        }
    }
}
