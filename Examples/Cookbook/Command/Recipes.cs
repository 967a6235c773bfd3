namespace Coroutines.Examples.Cookbook.Command;

/// <summary>All recipes, in the order of the index.</summary>
internal static class Recipes
{
    internal static IReadOnlyList<RecipeEntry> All { get; } =
    [
        RecipeEntry.Of<RetryWithBackOff>(RecipeGroup.Servers, "tries again after 0.5, 1, 2 … seconds, a limited number of times"),
        RecipeEntry.Of<RateLimit>(RecipeGroup.Servers, "a token bucket: so many calls a second, and a few at once"),
        RecipeEntry.Of<CacheWithSingleFlight>(RecipeGroup.Servers, "whoever asks for the same thing meanwhile waits for the same load"),
        RecipeEntry.Of<ConnectionPool>(RecipeGroup.Servers, "some connections for many queries; a broken one is not used again"),
        RecipeEntry.Of<CircuitBreaker>(RecipeGroup.Servers, "after some failures in a row it does not even try, for a while"),
        RecipeEntry.Of<TimeLimit>(RecipeGroup.Servers, "one budget for connecting, logging in and paying"),
        RecipeEntry.Of<HedgedRequest>(RecipeGroup.Servers, "asks a second replica when the first one takes too long"),
        RecipeEntry.Of<Batcher>(RecipeGroup.Servers, "sends several items together, when there are enough of them or some time has passed"),
        RecipeEntry.Of<LineProtocol>(RecipeGroup.Servers, "one task for each connection, one line for each request"),
        RecipeEntry.Of<PubSub>(RecipeGroup.Servers, "each subscriber has a queue of its own"),
        RecipeEntry.Of<GracefulShutdown>(RecipeGroup.Servers, "no new work; what is under way has some seconds, then it is cancelled"),
        RecipeEntry.Of<Watchdog>(RecipeGroup.Servers, "what gives no sign of life for two seconds is ended and started again"),
        RecipeEntry.Of<PeriodicWork>(RecipeGroup.Servers, "every second, however long the work takes"),
        RecipeEntry.Of<ProgressBar>(RecipeGroup.Servers, "drawn twice a second, beside the work that it tells of"),
        RecipeEntry.Of<FanOutFanIn>(RecipeGroup.Patterns, "several workers take from one queue, and one reader gets all results"),
        RecipeEntry.Of<Pipeline>(RecipeGroup.Patterns, "stages joined by short queues: the slowest one sets the pace"),
        RecipeEntry.Of<LimitedConcurrency>(RecipeGroup.Patterns, "many things to do, some at a time, the results in order"),
        RecipeEntry.Of<AsCompletedResults>(RecipeGroup.Patterns, "the first one ready first, or the first one asked for first"),
        RecipeEntry.Of<MergeStreams>(RecipeGroup.Patterns, "one queue of what several sources bring, in the order in which it comes"),
        RecipeEntry.Of<PriorityWorker>(RecipeGroup.Patterns, "what is urgent overtakes; equals keep their order"),
        RecipeEntry.Of<Debounce>(RecipeGroup.Patterns, "acts once, when it has been quiet for a while"),
        RecipeEntry.Of<Throttle>(RecipeGroup.Patterns, "acts at once, then at most twice a second, and not without the last one"),
        RecipeEntry.Of<ReadWriteAccess>(RecipeGroup.Patterns, "many may read at the same time; who writes is alone"),
        RecipeEntry.Of<InitialiseOnce>(RecipeGroup.Patterns, "the first one does it, the others wait; if it fails, the next one tries"),
        RecipeEntry.Of<CleanUpInAChain>(RecipeGroup.Patterns, "a cancel runs the clean-ups from the inside out, also those that wait"),
        RecipeEntry.Of<TryCatchFinally>(RecipeGroup.Patterns, "handlers and clean-ups that wait themselves"),
        RecipeEntry.Of<BlockingWork>(RecipeGroup.Patterns, "calls that block, a few at a time, while the loop goes on"),
        RecipeEntry.Of<DotNetCalls>(RecipeGroup.Patterns, "tasks, tokens and async sequences, awaited in a coroutine"),
        RecipeEntry.Of<CutScene>(RecipeGroup.Games, "a skip is a cancel; the scene leaves everything as it should be"),
        RecipeEntry.Of<ComboInput>(RecipeGroup.Games, "down, right, punch, each within 0.4 seconds"),
        RecipeEntry.Of<WaveSpawner>(RecipeGroup.Games, "enemies come in waves; the next one when none is left"),
        RecipeEntry.Of<SlowMotion>(RecipeGroup.Games, "for the world, while the menu goes on"),
        RecipeEntry.Of<AbilityCooldown>(RecipeGroup.Games, "one press does it, others within three seconds do not"),
        RecipeEntry.Of<CameraShake>(RecipeGroup.Games, "a tween that fades out; a new hit begins it anew"),
        RecipeEntry.Of<Typewriter>(RecipeGroup.Games, "letter by letter; a click shows the rest, the next one goes on"),
        RecipeEntry.Of<EnemyStates>(RecipeGroup.Games, "each state is a coroutine, which says what comes next"),
        RecipeEntry.Of<SavePoint>(RecipeGroup.Games, "after a death the level begins again at the last one"),
        RecipeEntry.Of<VirtualTimeTest>(RecipeGroup.Testing, "half an hour in no time, to the second"),
        RecipeEntry.Of<FindARace>(RecipeGroup.Testing, "the program is run under other orders, until one fails"),
        RecipeEntry.Of<ReadATimeline>(RecipeGroup.Testing, "why does this take so long? Who waits for whom?"),
    ];

    internal static RecipeEntry? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);
}
