using System.Collections;
using System.Collections.Generic;
using UnityEngine;

namespace Coroutines.Unity
{
    /// <summary>A scheduler that lives as long as its object, and runs in Unity's own phases.</summary>
    /// <remarks>
    /// <para>Time is <c>Time.deltaTime</c>: it is slowed down and stopped by <c>Time.timeScale</c>. While the component is disabled or its object is
    /// inactive, nothing runs; when it is destroyed, the scheduler is disposed: the <c>finally</c> blocks of all coroutines run.</para>
    /// <para>What fails and reaches nobody is logged by <c>Debug.LogException</c>.</para>
    /// </remarks>
    [DefaultExecutionOrder(-1000)]
    [DisallowMultipleComponent]
    public sealed class CoroutineRunner : MonoBehaviour
    {
        private static readonly List<CoroutineRunner> _runners = new List<CoroutineRunner>();

        private Scheduler _scheduler;

        /// <summary>Unity's <c>LateUpdate</c>, as a phase.</summary>
        public static FramePhase Late { get; } = new FramePhase("late update");

        /// <summary>The end of Unity's frame, after rendering, as a phase.</summary>
        public static FramePhase EndOfFrame { get; } = new FramePhase("end of frame");

        /// <summary>Unity's <c>FixedUpdate</c>, as a phase; each runner has one, whose step is what <c>Time.fixedDeltaTime</c> was when it awoke.</summary>
        public FramePhase Fixed { get; private set; }

        /// <summary>The scheduler. There is none before Awake and after OnDestroy.</summary>
        public Scheduler Scheduler => _scheduler;

        /// <summary>All runners that are awake, for the window that shows their tasks.</summary>
        public static IReadOnlyList<CoroutineRunner> All => _runners;

        /// <summary>Starts a coroutine, whose first step is taken at once, as by <c>StartCoroutine</c>.</summary>
        /// <param name="coroutine">The coroutine.</param>
        /// <returns>The task, which can be awaited and cancelled.</returns>
        public CoTask Run(IEnumerator<Awaitable> coroutine) => _scheduler.CreateTask(coroutine, eager: true);

        /// <summary>Begins the frame of all runners, before Unity's first phase. Called by <see cref="PlayerLoopHook"/>.</summary>
        internal static void BeginFrames()
        {
            for (int i = 0; i < _runners.Count; i++)
            {
                _runners[i].BeginFrame();
            }
        }

        private void Awake()
        {
            Fixed = FramePhase.Fixed("fixed update", Time.fixedDeltaTime);
            _scheduler = new Scheduler(new SchedulerOptions
            {
                Name = name,
                Phases = new[] { Fixed, FramePhase.Update, Late, EndOfFrame },
                ExceptionHandler = context => Debug.LogException(context.Exception, this),
            });
            _runners.Add(this);
            PlayerLoopHook.Install();
        }

        private void OnEnable() => StartCoroutine(EndFrames());

        private void OnDisable()
        {
            StopAllCoroutines();
            EndFrame();
        }

        private void OnDestroy()
        {
            _runners.Remove(this);
            _scheduler.Dispose();
        }

        private void FixedUpdate() => RunPhase(Fixed);

        private void Update() => RunPhase(FramePhase.Update);

        private void LateUpdate() => RunPhase(Late);

        private void BeginFrame()
        {
            if (isActiveAndEnabled)
            {
                // Where nothing is rendered, in batch mode, Unity's end of the frame does not come.
                EndFrame();
                _scheduler.BeginFrame(Time.deltaTime);
            }
        }

        // Enabled in the middle of a frame, it begins with the next one.
        private void RunPhase(FramePhase phase)
        {
            if (_scheduler.IsInFrame)
            {
                _scheduler.RunPhase(phase);
            }
        }

        private void EndFrame()
        {
            // One of its own coroutines may have disabled it: then the next frame ends this one.
            if (_scheduler.IsInFrame && !_scheduler.IsRunning)
            {
                _scheduler.EndFrame();
            }
        }

        private IEnumerator EndFrames()
        {
            var endOfFrame = new WaitForEndOfFrame();
            while (true)
            {
                yield return endOfFrame;
                RunPhase(EndOfFrame);
                EndFrame();
            }
        }
    }
}
