using System.Diagnostics;
using System.Reflection;

namespace Coroutines.Tests.Diagnostics;

/// <summary>What a debugger shows of each public type, evaluated as it does: it says something, throws nothing, and changes nothing.</summary>
public sealed class DebuggerDisplayTests
{
    private const string OfAProperty = "{DebuggerDisplay,nq}";
    private const string OfToString = "{ToString(),nq}";

    private static IEnumerable<Type> PublicTypes => typeof(Scheduler).Assembly.GetExportedTypes().Where(static type =>
        !type.IsEnum && !type.IsInterface && !(type.IsAbstract && type.IsSealed) && !typeof(Exception).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type));

    [TestCaseSource(nameof(PublicTypes))]
    public void PublicType_HasADisplay(Type type)
    {
        DebuggerDisplayAttribute display = AttributeOf<DebuggerDisplayAttribute>(type)
            .ShouldNotBeNull($"{type.Name} needs a DebuggerDisplay: by a property of that name, or by its ToString.");
        display.Value.ShouldBeOneOf(OfAProperty, OfToString);
        if (display.Value == OfAProperty)
        {
            PropertyOf(type).ShouldNotBeNull();
        }
        else if (!type.IsAbstract)
        {
            type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType!.Assembly.ShouldBe(typeof(Scheduler).Assembly);
        }
    }

    [Test]
    public void WhatHasTasksThatWaitForIt_HasAViewThatOpens()
    {
        using var world = new DebuggedWorld();
        foreach (object open in world.Objects.Where(static shown => shown is Scheduler or Future or SyncPrimitive or CoGroup or TaskGroup or CoStream or CoServer or CoDatagram or CoProcess))
        {
            Expand(open).ShouldNotBeEmpty($"{open.GetType().Name} shows nothing below it.");
        }
    }

    [Test]
    public void EveryPublicType_IsLookedAt()
    {
        using var world = new DebuggedWorld();
        HashSet<Type> shown = [.. world.Objects.SelectMany(static shown => WithBases(shown.GetType()))];
        PublicTypes.Where(type => !shown.Contains(type)).Select(static type => type.Name).ShouldBeEmpty("DebuggedWorld has none of these.");
    }

    [TestCase(false, TestName = "Display_SaysSomething_AndChangesNothing_OfWhatIsFreshOrInUse")]
    [TestCase(true, TestName = "Display_SaysSomething_AndChangesNothing_OfWhatIsOver")]
    public void Display_SaysSomething_AndChangesNothing(bool isOver)
    {
        using var world = new DebuggedWorld();
        if (isOver)
        {
            world.Close();
        }

        world.Objects.ToArray().SelectMany(ProblemsOf).ShouldBeEmpty();
    }

    private static IEnumerable<string> ProblemsOf(object shown)
    {
        string name = shown.GetType().Name;
        FieldState before = FieldState.Of(shown);
        string text;
        try
        {
            text = Evaluate(shown);
            Expand(shown);
        }
        catch (TargetInvocationException thrown)
        {
            return [$"{name}: {thrown.InnerException}"];
        }

        return string.IsNullOrWhiteSpace(text) || text.Contains($"{shown.GetType()}")
            ? [$"{name} says nothing: {text}"]
            : FieldState.Of(shown).Since(before).Select(change => $"{name}, shown as {text}: {change}");
    }

    [Test]
    public void Displays_SayWhatMatters()
    {
        using var world = new DebuggedWorld();
        Evaluate(world.Scheduler).ShouldMatch(@"^scheduler 'world' \(idle\), \d+ tasks, at 1 s$");
        Evaluate(world.Lock).ShouldBe("lock 'db' [locked, 1 waiting]");
        Evaluate(world.Queue).ShouldBe("queue 'jobs' [2 of 2, 1 waiting]");
        Evaluate(world.Group).ShouldBe("group 'enemies' (1 task, paused)");
        Evaluate(world.Group.Tasks[0]).ShouldBe("grunt (Waiting) Wait: sleeping");
        Evaluate(new Scheduler()).ShouldBe("scheduler 'unnamed' (idle), 0 tasks, at 0 s");

        Expand(world.Queue)["Items"].ShouldBe(new[] { 1, 2 });
        ((CoTask[])Expand(world.Lock)["Holders"]!).Length.ShouldBe(1);
        ((CoTask[])Expand(world.Lock)["Waiters"]!).Length.ShouldBe(1);
        Expand(world.Group)["TimeScale"].ShouldBe(0.5);
        Expand(world.Group.Tasks[0])["Coroutines"].ShouldBe(new[] { "Wait" });
        var tree = (DebugTask[])Expand(world.Scheduler)["Tasks"]!;
        DebugTask scopes = tree.Single(static task => task.Task.Name == "scopes");
        scopes.Awaiting.Length.ShouldBeGreaterThan(0);
        tree.ShouldNotContain(task => task.Task == scopes.Awaiting[0].Task);
        ((CoTask[])Expand(world.Scheduler)["Failed"]!).ShouldBeEmpty();
    }

    // What the expression in the braces gives; "nq" is for no quotes.
    private static string Evaluate(object shown)
    {
        Type type = shown.GetType();
        return AttributeOf<DebuggerDisplayAttribute>(type)!.Value == OfToString
            ? shown.ToString()!
            : (string)PropertyOf(type)!.GetValue(shown)!;
    }

    // Everything that stands below it when it is opened.
    private static Dictionary<string, object?> Expand(object shown)
    {
        if (AttributeOf<DebuggerTypeProxyAttribute>(shown.GetType()) is not { } attribute)
        {
            return [];
        }

        var type = Type.GetType(attribute.ProxyTypeName, throwOnError: true)!;
        if (type.IsGenericTypeDefinition)
        {
            type = type.MakeGenericType(WithBases(shown.GetType()).Where(static type => !type.IsGenericTypeDefinition).Select(ArgumentsOf).First(static arguments => arguments.Length > 0));
        }

        object view = Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [shown], null)!;
        return type.GetProperties().ToDictionary(static property => property.Name, property => property.GetValue(view));
    }

    // That of the type itself comes before those of its bases.
    private static T? AttributeOf<T>(Type type)
        where T : Attribute => (T?)type.GetCustomAttributes(typeof(T), inherit: true).FirstOrDefault();

    private static Type[] ArgumentsOf(Type type) => type.GetGenericArguments();

    private static PropertyInfo? PropertyOf(Type type) => WithBases(type)
        .Select(static declaring => declaring.GetProperty("DebuggerDisplay", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .FirstOrDefault(static property => property is not null);

    private static IEnumerable<Type> WithBases(Type type)
    {
        for (Type? next = type; next is not null; next = next.BaseType)
        {
            yield return next;
            if (next.IsGenericType && !next.IsGenericTypeDefinition)
            {
                yield return next.GetGenericTypeDefinition();
            }
        }
    }
}
