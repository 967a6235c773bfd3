using Coroutines.Examples.Cookbook.Command;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Cookbook;

/// <summary>Camera shake.</summary>
internal sealed class CameraShake : Recipe
{
    protected override void Run()
    {
        // snippet: cookbook-camera-shake
        using var scheduler = new Scheduler();
        var camera = new CoGroup(scheduler, "camera");
        double offset = 0;
        for (int frame = 1; frame <= 10; frame++)
        {
            if (frame == 1)
                camera.CreateTask("shake", Shake(strength: 1), RestartPolicy.Replace);
            if (frame == 4)
                camera.CreateTask("shake", Shake(strength: 2), RestartPolicy.Replace);
            scheduler.Tick(0.05);
            Console.WriteLine($"{scheduler.Time:0.00} s  {offset,5:0.00}");
        }

        IEnumerator<Awaitable> Shake(double strength) =>
            Tween(0.25, Easing.Linear, done => offset = strength * (1 - done) * Math.Cos(done * 4 * Math.PI));
        // end-snippet
    }
}
