using Coroutines.Packaging;

namespace Coroutines.Tests.Jobs;

/// <summary>A change of the package's public surface shows in a review, as a change of a tracked file.</summary>
public sealed class JobsSurfaceTests
{
    [Test]
    public void PublicSurfaceOfTheJobsPackage_IsTheApprovedOne() =>
        ApprovedSurface.FaultOf(typeof(JobWorker).Assembly, "Scheduler/Jobs/PublicApi.approved.txt").ShouldBeNull();
}
