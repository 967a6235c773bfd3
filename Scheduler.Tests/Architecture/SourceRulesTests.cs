using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Coroutines.Tests.Architecture;

/// <summary>What no analyzer checks for us about the source files and what they compile to.</summary>
public sealed class SourceRulesTests
{
    // None of them has anything in its hands that a user has made but the number of a socket, which is held open meanwhile.
    private static readonly Dictionary<string, string> _reasonsToBeUnchecked = new()
    {
        ["Scheduler/IO/Libc.cs"] = "the system calls themselves",
        ["Scheduler/IO/PollList.cs"] = "what poll is asked and says",
        ["Scheduler/Streams/DescriptorConduit.cs"] = "reads and writes by the number of a descriptor, which is held open meanwhile",
        ["Scheduler/Streams/BlockingDescriptor.cs"] = "the same",
        ["Scheduler/Streams/LinuxSocketConduit.cs"] = "the same",
        ["Scheduler/Streams/Descriptors.cs"] = "asks the system about the number of a descriptor, which is held open meanwhile",
        ["Scheduler/IO/EpollSelector.cs"] = "the events that epoll writes have another layout on each processor",
        ["Scheduler/IO/Epoll.cs"] = "the same",
        ["Scheduler/IO/LinuxConnectOperation.cs"] = "an address as the system wants it",
        ["Scheduler/IO/LinuxDatagrams.cs"] = "system calls, with the bytes and the address where they are",
        ["Scheduler/IO/SendFileOperation.cs"] = "the number of a file, which is held open meanwhile",
        ["Scheduler/Platform/PlainDatagrams.cs"] = "the array of a memory, where .NET's calls know arrays only",
        ["Scheduler/Streams/NameLookUp.cs"] = "an address as the system wants it",
        ["Scheduler/Streams/SocketFile.cs"] = "what the system says of a file",
        ["Scheduler/Streams/SocketOptions.cs"] = "options of a socket that .NET has no word for",
        ["Scheduler/Processes/SpawnCalls.cs"] = "the system calls themselves",
        ["Scheduler/Processes/SystemStrings.cs"] = "strings as the system wants them",
        ["Scheduler/Processes/Spawn.cs"] = "how a program is to be started, as the system wants it",
        ["Scheduler/Processes/ChildPipe.cs"] = "the two ends of a pipe that was just made",
        ["Scheduler/Processes/SpawnedChild.cs"] = "what the system says of a process",
        ["Scheduler/Platform/PolledHandle.cs"] = "the number of a socket",
        ["Scheduler/Platform/ThreadContext.cs"] = "reads one field of the runtime's, of its own type, after having tried whether it is there",
    };

    /// <summary>The benchmarks alone may: they measure what the keywords cost.</summary>
    [Test]
    public void Source_OutsideTheBenchmarks_HasNeitherAsyncNorAwait()
    {
        SourceFile.Below("")
            .Where(file => !file.Path.StartsWith("Scheduler.Tests/Benchmarks/", StringComparison.Ordinal))
            .SelectMany(file => file.AsyncKeywords())
            .Select(found => $"{found.Place}: {found.Keyword}")
            .ShouldBeNone("Coroutines here are iterators.");
    }

    [Test]
    public void Source_QualifiesNoMemberWithThis()
    {
        SourceFile.Below("")
            .SelectMany(file => file.QualificationsWithThis())
            .ShouldBeNone("A field is told by its underscore.");
    }

    [Test]
    public void LibraryFile_BearsTheNameOfTheTypeItDeclares()
    {
        IEnumerable<string> misnamed =
            from file in SourceFile.Below("Scheduler")
            from type in file.DeclaredTypes()
            where type != file.Subject
            select $"{file.Path} declares {type}";

        misnamed.ShouldBeNone("One type a file, named Type.cs or Type.Topic.cs; a helper of one file can be a `file` type.");
    }

    [Test]
    public void Library_LeavesWhatTheRuntimeChecks_OnlyWhereThereIsAReason()
    {
        List<SourceFile> found = [.. SourceFile.Below("Scheduler").Where(file => file.UncheckedPlaces().Any())];

        found.Where(file => !_reasonsToBeUnchecked.ContainsKey(file.Path))
            .SelectMany(file => file.UncheckedPlaces())
            .ShouldBeNone("Safe code never breaks memory, whatever its threads do: an object is what a real cast says.");
        _reasonsToBeUnchecked.Keys.Except(found.Select(file => file.Path)).ShouldBeNone("There is no reason any more.");
    }

    [Test]
    public void Library_UsesNoReflection()
    {
        using PEReader image = new(File.OpenRead(typeof(Scheduler).Assembly.Location));
        MetadataReader metadata = image.GetMetadataReader();

        IEnumerable<string> reflection = metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Where(type => metadata.GetString(type.Namespace).StartsWith("System.Reflection", StringComparison.Ordinal))
            .Select(type => metadata.GetString(type.Name));

        reflection
            .Where(type => !type.EndsWith("Attribute", StringComparison.Ordinal)) // what the compiler writes on the assembly
            .Where(type => type != "Assembly") // holds the page of a recorder, as a resource: no trimmer takes that away
            .Where(type => type != "MemberInfo") // declares Type.Name, which messages about coroutines read
            .ShouldBeNone("The library has to work trimmed and compiled ahead of time.");
    }
}
