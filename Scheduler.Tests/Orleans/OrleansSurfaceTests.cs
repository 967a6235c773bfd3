using Coroutines.Packaging;

namespace Coroutines.Tests.Orleans;

/// <summary>A change of the package's public surface shows in a review, as a change of a tracked file.</summary>
public sealed class OrleansSurfaceTests
{
    [Test]
    public void PublicSurfaceOfTheOrleansPackage_IsTheApprovedOne() =>
        ApprovedSurface.FaultOf(typeof(CoroutineGrain).Assembly, "Scheduler/Orleans/PublicApi.approved.txt").ShouldBeNull();
}
