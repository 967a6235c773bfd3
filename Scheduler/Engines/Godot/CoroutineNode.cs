using System.Collections.Generic;
using Godot;

namespace Coroutines.GodotEngine
{
    /// <summary>A scheduler that lives as long as its node is in the tree, and runs in Godot's own phases.</summary>
    /// <remarks>
    /// <para>While the tree is paused, or the node's <c>ProcessMode</c> disables it, nothing runs and no time passes. When the node leaves the
    /// tree, the scheduler is disposed: the <c>finally</c> blocks of all coroutines run. Coroutines run after the nodes above it and before
    /// those below, as the node's place in the tree and its <c>ProcessPriority</c> say.</para>
    /// <para>A frame of the scheduler is as long as Godot's last one was: its time is one frame behind, and is otherwise the same.</para>
    /// <para>What fails and reaches nobody goes to <c>GD.PushError</c>.</para>
    /// </remarks>
    public partial class CoroutineNode : Node
    {
        // How long Godot's last frame was.
        private double _last;

        /// <summary>Godot's <c>_physics_process</c>, as a phase; each node has one, by the physics ticks per second when it became ready.</summary>
        public FramePhase Physics { get; private set; }

        /// <summary>The scheduler. There is none before <c>_Ready</c>.</summary>
        public Scheduler Scheduler { get; private set; }

        /// <summary>Starts a coroutine, whose first step is taken at once.</summary>
        /// <param name="coroutine">The coroutine.</param>
        /// <returns>The task, which can be awaited and cancelled.</returns>
        public CoTask Run(IEnumerator<Awaitable> coroutine) => Scheduler.CreateTask(coroutine, eager: true);

        /// <inheritdoc/>
        public override void _Ready()
        {
            Physics = FramePhase.Fixed("physics process", 1.0 / Engine.PhysicsTicksPerSecond);
            Scheduler = new Scheduler(new SchedulerOptions
            {
                Name = Name,
                Phases = new[] { Physics, FramePhase.Update },
                ExceptionHandler = context => GD.PushError($"{context.Message}: {context.Exception}"),
            });
        }

        /// <inheritdoc/>
        public override void _ExitTree() => Scheduler.Dispose();

        /// <inheritdoc/>
        public override void _PhysicsProcess(double delta)
        {
            BeginFrame();
            Scheduler.RunPhase(Physics);
        }

        /// <inheritdoc/>
        public override void _Process(double delta)
        {
            BeginFrame();
            Scheduler.RunPhase(FramePhase.Update);
            Scheduler.EndFrame();
            _last = delta;
        }

        // The steps come first in Godot's frame, whose length it tells only behind them.
        private void BeginFrame()
        {
            if (!Scheduler.IsInFrame)
            {
                Scheduler.BeginFrame(_last);
            }
        }
    }
}
