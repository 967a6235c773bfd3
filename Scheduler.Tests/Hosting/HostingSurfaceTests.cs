using Coroutines.Packaging;

namespace Coroutines.Tests.Hosting;

/// <summary>A change of the package's public surface shows in a review, as a change of a tracked file.</summary>
public sealed class HostingSurfaceTests
{
    [Test]
    public void PublicSurfaceOfTheHostingPackage_IsTheApprovedOne() =>
        ApprovedSurface.FaultOf(typeof(HostedScheduler).Assembly, "Scheduler/Hosting/PublicApi.approved.txt").ShouldBeNull();
}
