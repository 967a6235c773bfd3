using Coroutines.Examples.Article;
using Coroutines.Examples.Chat;
using Coroutines.Examples.Commands;
using Coroutines.Examples.Cookbook.Command;
using Coroutines.Examples.Echo;
using Coroutines.Examples.Fetch;
using Coroutines.Examples.Forward;
using Coroutines.Examples.Frames;
using Coroutines.Examples.Ping;
using Coroutines.Examples.Raft;
using Coroutines.Examples.Repl;
using Coroutines.Examples.Serve;
using Coroutines.Examples.Starfall;

namespace Coroutines.Examples;

/// <summary>All examples, in the order in which they are best read; the tour keeps to it.</summary>
internal static class Catalog
{
    internal static IReadOnlyList<Example> All { get; } =
    [
        Example.Timed("hello", "a coroutine that sleeps for a second", Hello.Run),
        Example.Timed("blocking", "the same without a coroutine: the whole thread stands still", Blocking.Run),
        Example.Timed("sequential", "two coroutines, one run after the other: 2 seconds", Sequential.Run),
        Example.Timed("concurrent", "two coroutines as tasks, side by side: 1 second", Concurrent.Run),
        Example.Timed("order", "the tasks awaited in reverse order: still 1 second", Order.Run),
        Example.Timed("task", "a task of a coroutine, awaited", TaskOfHello.Run),
        Example.Timed("forgotten", "a coroutine that is called and never run: nothing happens", Forgotten.Run),
        new(FetchArguments.Usage, "fetches plain-http pages side by side", FetchCommand.Run),
        new("loopback", "a web server and its visitors, all on one scheduler", LoopbackExample.Run, TourArguments: []),
        new(EchoExample.Usage, "a server that sends back what it gets", EchoExample.Run),
        new(ServeExample.Usage, "a web server for the files of a folder", ServeExample.Run),
        new(ChatExample.Usage, "a chat server with rooms and names, for nc or telnet", ChatExample.Run),
        new(ForwardExample.Usage, "forwards a port to another host", ForwardExample.Run),
        new(PingArguments.Usage, "asks over UDP, and shows loss and jitter; the second form answers", PingExample.Run),
        new(RunArguments.Usage, "runs a command: both outputs, a time limit, restarts, a graceful stop", RunExample.Run),
        new(RaftExample.Usage, "a store that three processes keep, and that goes on when one is killed; with arguments, one of them", RaftExample.Run),
        new(ReplExample.Usage, "reads commands from standard input while others go on", ReplExample.Run),
        new(FramesExample.Usage, "a small game: 60 frames a second, a coroutine for every ball", FramesExample.Run, TourArguments: ["--headless"]),
        new(
            StarfallExample.Usage,
            "an arcade game: waves of coroutines, bullets, a boss, slow motion",
            StarfallExample.Run,
            TourArguments: ["--headless"]),
        new(CookbookExample.Usage, "forty short programs for what people look for, listed without a name", CookbookExample.Run),
    ];

    internal static Example? Find(string name) => All.FirstOrDefault(example => example.Name == name);
}
