using Coroutines.Packaging;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>A change of the package's public surface shows in a review, as a change of a tracked file.</summary>
public sealed class NatsJobsSurfaceTests
{
    [Test]
    public void PublicSurfaceOfThePackageForNats_IsTheApprovedOne() =>
        ApprovedSurface.FaultOf(typeof(NatsJobSource).Assembly, "Scheduler/Jobs.Nats/PublicApi.approved.txt").ShouldBeNull();
}
