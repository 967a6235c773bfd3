using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Coroutines.Unity;
using Coroutines.Unity.Editor;
using NUnit.Framework;
using Shouldly;
using UnityEditor;
using UnityEngine;
using UnityEngine.LowLevel;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Engines
{
    /// <summary>The runner for Unity, driven as Unity calls a behaviour; Unity itself is not here.</summary>
    public sealed class UnityTests
    {
        private readonly List<string> _log = new List<string>();
        private CoroutineRunner _runner;

        [SetUp]
        public void Awake()
        {
            Debug.Logged.Clear();
            _log.Clear();
            _runner = new CoroutineRunner { name = "game" };
            Call("Awake");
            Call("OnEnable");
        }

        [TearDown]
        public void Destroy()
        {
            if (CoroutineRunner.All.Contains(_runner))
            {
                Call("OnDestroy");
            }
        }

        [Test]
        public void Phases_RunWhereUnityRunsThem()
        {
            foreach (FramePhase phase in new[] { CoroutineRunner.EndOfFrame, CoroutineRunner.Late, FramePhase.Update, _runner.Fixed })
            {
                _runner.Run(LogEach(phase));
            }

            RunFrame(0.5f, fixedSteps: 2);
            RunFrame(0.125f, fixedSteps: 0);
            _log.ShouldBe(new[]
            {
                "1 0.25 fixed update", "1 0.5 fixed update", "1 0.5 update", "1 0.5 late update", "1 0.5 end of frame",
                "2 0.625 update", "2 0.625 late update", "2 0.625 end of frame",
            });
        }

        [Test]
        public void Sleep_GoesByTheScaledTime_AndStopsWhileTheBehaviourIsDisabled()
        {
            _runner.Run(SleepAndLog(1));
            RunFrame(0.5f, 0);
            RunFrame(0, 0);
            Disable();
            PlayerLoop.GetCurrentPlayerLoop().subSystemList[0].subSystemList[0].updateDelegate();
            Call("Update");
            _runner.Scheduler.Time.ShouldBe(0.5);
            _runner.isActiveAndEnabled = true;
            Call("OnEnable");
            RunFrame(0.5f, 0);
            _log.ShouldBe(new[] { "3 1 woken" });
        }

        [Test]
        public void Disable_InTheMiddleOfAFrame_EndsIt_AlsoFromACoroutine()
        {
            _runner.Run(DisableInUpdate());
            RunFrame(0.5f, 0);
            _runner.Scheduler.IsInFrame.ShouldBeTrue();
            _runner.isActiveAndEnabled = true;
            Call("OnEnable");
            RunFrame(0.5f, 0);
            _runner.Scheduler.IsInFrame.ShouldBeFalse();
            _runner.Scheduler.FrameCount.ShouldBe(2);
            Debug.Logged.ShouldBeEmpty();

            IEnumerator<Awaitable> DisableInUpdate()
            {
                yield return NextPhase(FramePhase.Update);
                Disable();
            }
        }

        [Test]
        public void Disable_BetweenTwoPhases_EndsTheFrameAtOnce()
        {
            Begin(0.5f);
            Call("Update");
            _runner.Scheduler.IsInFrame.ShouldBeTrue();
            Disable();
            _runner.Scheduler.IsInFrame.ShouldBeFalse();
            _runner.Scheduler.Time.ShouldBe(0.5);
        }

        [Test]
        public void Frame_WhoseEndDoesNotCome_IsEndedByTheNextOne()
        {
            _runner.Run(LogEach(FramePhase.Update));
            for (int i = 0; i < 3; i++)
            {
                Begin(0.25f);
                Call("Update");
            }

            _log.ShouldBe(new[] { "1 0.25 update", "2 0.5 update", "3 0.75 update" });
        }

        [Test]
        public void Destroy_ClosesTheCoroutines()
        {
            CoTask task = _runner.Run(SleepAndLog(1));
            RunFrame(0.25f, 0);
            Begin(0.25f);
            Disable();
            Call("OnDestroy");
            task.IsCancelled.ShouldBeTrue();
            CoroutineRunner.All.ShouldNotContain(_runner);
        }

        [Test]
        public void Fault_IsLogged_AndTheWindowShowsTheTasks()
        {
            _runner.Run(Fail());
            _runner.Run(SleepAndLog(1));
            RunFrame(0.25f, 0);
            Debug.Logged.ShouldBe(new[] { "game: lost" });
            EditorGUILayout.Shown.Clear();
            typeof(CoroutineWindow).GetMethod("OnGUI", BindingFlags.Instance | BindingFlags.NonPublic).Invoke(new CoroutineWindow(), null);
            EditorGUILayout.Shown[0].ShouldBe("game");
            EditorGUILayout.Shown[1].ShouldContain("SleepAndLog");
        }

        private void RunFrame(float seconds, int fixedSteps)
        {
            Begin(seconds);
            for (int i = 0; i < fixedSteps; i++)
            {
                Call("FixedUpdate");
            }

            Call("Update");
            Call("LateUpdate");
            _runner.StepCoroutines();
        }

        private static void Begin(float seconds)
        {
            Time.deltaTime = seconds;
            PlayerLoopSystem[] systems = PlayerLoop.GetCurrentPlayerLoop().subSystemList[0].subSystemList;
            systems.Length.ShouldBe(2, "one of ours, before Unity's own");
            systems[1].type.ShouldBe(typeof(Time));
            systems[0].updateDelegate();
        }

        private void Disable()
        {
            _runner.isActiveAndEnabled = false;
            Call("OnDisable");
        }

        // Unity finds its messages by their names, too.
        private void Call(string message) =>
            typeof(CoroutineRunner).GetMethod(message, BindingFlags.Instance | BindingFlags.NonPublic).Invoke(_runner, null);

        private void Log(string line) => _log.Add(FormattableString.Invariant($"{_runner.Scheduler.FrameCount} {_runner.Scheduler.Time} {line}"));

        private IEnumerator<Awaitable> LogEach(FramePhase phase)
        {
            while (true)
            {
                yield return NextPhase(phase);
                Log(phase.Name);
            }
        }

        private IEnumerator<Awaitable> SleepAndLog(double seconds)
        {
            yield return Sleep(seconds);
            Log("woken");
        }

        private static IEnumerator<Awaitable> Fail()
        {
            yield return Sleep(0.1);
            throw new IOException("lost");
        }
    }
}
