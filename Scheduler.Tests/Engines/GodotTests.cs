using System;
using System.Collections.Generic;
using System.IO;
using Coroutines.GodotEngine;
using Godot;
using NUnit.Framework;
using Shouldly;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Engines
{
    /// <summary>The node for Godot, driven as Godot calls a node; Godot itself is not here.</summary>
    public sealed class GodotTests
    {
        private readonly List<string> _log = new List<string>();
        private CoroutineNode _node;

        [SetUp]
        public void Ready()
        {
            GD.Errors.Clear();
            _log.Clear();
            _node = new CoroutineNode();
            _node._Ready();
        }

        [TearDown]
        public void ExitTree() => _node._ExitTree();

        [Test]
        public void Phases_RunWhereGodotRunsThem()
        {
            _node.Run(LogEach(FramePhase.Update));
            _node.Run(LogEach(_node.Physics));
            RunFrame(0.5, steps: 0);
            RunFrame(0.5, steps: 2);
            RunFrame(0.125, steps: 2);
            RunFrame(0, steps: 0);
            _log.ShouldBe(new[]
            {
                "1 0 update", "2 0.25 physics process", "2 0.5 physics process", "2 0.5 update",
                "3 0.75 physics process", "3 1 physics process", "3 1 update", "4 1.125 update",
            });
        }

        [Test]
        public void Time_IsGodots_OneFrameBehind()
        {
            double time = 0;
            foreach (double seconds in new[] { 0.25, 0.5, 0.125, 0, 0.25, 1, 0.25 })
            {
                RunFrame(seconds, steps: 1);
                _node.Scheduler.Time.ShouldBe(time);
                time += seconds;
            }
        }

        [Test]
        public void ExitTree_ClosesTheCoroutines_AndAFaultIsAnErrorOfGodots()
        {
            CoTask task = _node.Run(LogEach(FramePhase.Update));
            _node.Run(Fail());
            RunFrame(0.25, 0);
            RunFrame(0.25, 0);
            GD.Errors.Count.ShouldBe(1);
            GD.Errors[0].ShouldContain("lost");
            _node._ExitTree();
            task.IsCancelled.ShouldBeTrue();
        }

        private void RunFrame(double seconds, int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                _node._PhysicsProcess(0.25);
            }

            _node._Process(seconds);
        }

        private IEnumerator<Awaitable> LogEach(FramePhase phase)
        {
            while (true)
            {
                yield return NextPhase(phase);
                _log.Add(FormattableString.Invariant($"{_node.Scheduler.FrameCount} {_node.Scheduler.Time} {phase.Name}"));
            }
        }

        private static IEnumerator<Awaitable> Fail()
        {
            yield return Sleep(0.1);
            throw new IOException("lost");
        }
    }
}
