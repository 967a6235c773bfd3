using Coroutines.Packaging;
using Coroutines.Testing;

namespace Coroutines.Tests.Architecture;

/// <summary>A change of the public surface shows in a review, as a change of a tracked file.</summary>
public sealed class PublicSurfaceTests
{
    [Test]
    public void PublicSurface_IsTheApprovedOne() =>
        ApprovedSurface.FaultOf(typeof(Scheduler).Assembly, "Scheduler/PublicApi.approved.txt").ShouldBeNull();

    [Test]
    public void PublicSurfaceOfTheNUnitPackage_IsTheApprovedOne() =>
        ApprovedSurface.FaultOf(typeof(CoroutineTestAttribute).Assembly, "Scheduler/NUnit/PublicApi.approved.txt").ShouldBeNull();
}
