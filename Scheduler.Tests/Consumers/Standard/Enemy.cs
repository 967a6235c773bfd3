using System;
using System.Collections.Generic;
using Coroutines;
using static Coroutines.Awaitable;

namespace Game
{
    /// <summary>As an engine's script is written: C# 9, ticked by a frame loop.</summary>
    public sealed class Enemy : IDisposable
    {
        private readonly Scheduler _scheduler = new Scheduler();

        public Enemy() => _scheduler.CreateTask(Patrol());

        public int Turns { get; private set; }

        public void Update(float deltaTime) => _scheduler.Tick(deltaTime);

        public void Dispose() => _scheduler.Dispose();

        private IEnumerator<Awaitable> Patrol()
        {
            while (true)
            {
                yield return Gather<int>(Turn(1), Turn(2)).Into(out var turned);
                Turns += turned.Result[0];
                yield return Settle(Turn(3), out var outcome);
                outcome.ThrowIfFailed();
                yield return null;
            }
        }

        private IEnumerator<Awaitable> Turn(int seconds)
        {
            yield return Sleep(seconds);
            yield return Return(1);
        }
    }
}
