using System.Reflection;
using System.Runtime.Versioning;

namespace Coroutines.Tests.Architecture;

/// <summary>Proves that <c>-p:LibraryFramework=…</c> really swapped the library under the suite.</summary>
public sealed class LibraryBuildTests
{
    [Test]
    public void Library_UnderTest_IsTheBuildThatWasAskedFor()
    {
        string asked = typeof(LibraryBuildTests).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "LibraryFramework")
            .Value!;

        string loaded = typeof(Scheduler).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName;

        loaded.ShouldBe(asked switch
        {
            "net10.0" => ".NETCoreApp,Version=v10.0",
            "netstandard2.1" => ".NETStandard,Version=v2.1",
            _ => $"the library has no build for {asked}",
        });
    }
}
