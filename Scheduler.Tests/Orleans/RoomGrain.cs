using static Coroutines.Awaitable;

namespace Coroutines.Tests.Orleans;

/// <summary>A room that goes on in frames, whether anybody calls it or not.</summary>
public interface IRoomGrain : IGrainWithStringKey
{
    /// <returns>How many frames have been, the sum of their times, and the time of the last one.</returns>
    Task<(int Frames, double Sum, double Time)> Look();

    Task WaitForFrame(int number);

    /// <summary>Takes so many turns that are no frames.</summary>
    Task Rest(int turns);
}

public sealed class RoomGrain : CoroutineGrain, IRoomGrain
{
    private int _frames;
    private double _sum;
    private double _time;

    /// <summary>How long a frame is: three times as long as they are by default.</summary>
    internal const double Frame = 0.05;

    protected override Duration FrameInterval => Frame;

    public Task<(int Frames, double Sum, double Time)> Look() => Run<(int, double, double)>(Looking());

    public Task WaitForFrame(int number) => Run(WaitingForFrame(number));

    public Task Rest(int turns) => Run(Resting(turns));

    protected override IEnumerator<Awaitable> Activate()
    {
        CreateTask(Frames());
        yield break;
    }

    private IEnumerator<Awaitable> Frames()
    {
        while (true)
        {
            yield return null;
            _frames++;
            _sum += Scheduler.FrameTime;
            _time = Scheduler.Time;
        }
    }

    private IEnumerator<Awaitable> Looking()
    {
        yield return Return((_frames, _sum, _time));
    }

    private IEnumerator<Awaitable> WaitingForFrame(int number)
    {
        yield return WaitUntil(() => _frames >= number);
    }

    private static IEnumerator<Awaitable> Resting(int turns)
    {
        for (int i = 0; i < turns; i++)
        {
            yield return ToThread(static () => { });
        }
    }
}
