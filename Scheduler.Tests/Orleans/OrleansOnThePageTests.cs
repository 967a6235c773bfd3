using House;
using Microsoft.Extensions.Hosting;

namespace Coroutines.Tests.Orleans;

/// <summary>The grain of the page, and of the package's readme.</summary>
public sealed class OrleansOnThePageTests
{
    [Test]
    public void Grain_Answers()
    {
        // snippet: orleans-silo
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddCoroutines());
        // end-snippet
        builder.Services.ShouldNotBeEmpty();

        using var silos = new TestSilos();
        TestSilos.Ask(silos.Get<IHall>("the hall").Enter("ann")).ShouldBe("hello ann");
    }
}
