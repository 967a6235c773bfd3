using System.Linq;
using Coroutines.GodotEngine;
using Coroutines.Packaging;
using Coroutines.Unity;
using Coroutines.Unity.Editor;
using NUnit.Framework;
using Shouldly;

namespace Coroutines.Tests.Engines
{
    /// <summary>A change of what the files for the engines offer shows in a review, as a change of a tracked file.</summary>
    public sealed class EngineSurfaceTests
    {
        private static readonly string[] _namespaces = { typeof(CoroutineNode).Namespace, typeof(CoroutineRunner).Namespace, typeof(CoroutineWindow).Namespace };

        [Test]
        public void PublicSurfaceOfTheEngines_IsTheApprovedOne() => ApprovedSurface.FaultOf(
            typeof(CoroutineNode).Assembly,
            "Scheduler/Engines/PublicApi.approved.txt",
            typeof(CoroutineNode).Assembly.GetExportedTypes().Where(type => _namespaces.Contains(type.Namespace)).ToArray()).ShouldBeNull();
    }
}
