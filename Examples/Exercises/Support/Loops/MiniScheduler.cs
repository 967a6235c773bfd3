namespace Coroutines.Exercises;

/// <summary>The learner's own scheduler: the loop of exercise 17 with the tasks of exercise 18.</summary>
public sealed class MiniScheduler : IMiniScheduler
{
    private readonly CountedLoop _loop = new(new MiniLoop());

    public double Time => _loop.Time;

    public IMiniTask Spawn(IEnumerator<Step> coroutine) => new MiniTask(_loop, coroutine);

    public void Run() => _loop.Run();
}
