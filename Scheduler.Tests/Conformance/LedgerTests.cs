using System.Reflection;
using NUnit.Framework.Interfaces;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Conformance;

/// <summary>
/// The ledger of CPython's own tests names tests that exist. That it leaves none of CPython's out, <c>ledger.py</c> checks
/// where CPython is found.
/// </summary>
[Category("Conformance")]
public sealed class LedgerTests
{
    [Test]
    public void Test_NamedInTheLedger_Exists()
    {
        HashSet<string> tests = [.. TestsOfThisAssembly()];

        IEnumerable<string> unknown =
            from entry in LedgerEntry.ReadAll()
            from test in entry.Tests
            where !tests.Contains(test) && !IsOfTheOtherBuild(test)
            select $"{entry.Place}: {test}";

        unknown.ShouldBeNone("Name a test as Fixture.Test; where two folders have such a fixture, as Folder.Fixture.Test.");
    }

    [Test]
    public void Entry_OfTheLedger_IsClosed() => LedgerEntry.ReadAll()
        .Where(entry => entry.IsOpen)
        .Select(entry => $"{entry.Place}: {entry.Python}")
        .ShouldBeNone("Each test of CPython has one of ours that answers to it, or a reason why none does.");

    [Test]
    public void Entry_OfTheLedger_IsTheOnlyOneOfItsTest()
    {
        LedgerEntry[] entries = [.. LedgerEntry.ReadAll()];

        entries.Length.ShouldBeGreaterThan(500);
        entries
            .GroupBy(entry => $"{entry.Place.Split(':')[0]} {entry.Python}")
            .Where(entriesOfOne => entriesOfOne.Count() > 1)
            .Select(entriesOfOne => entriesOfOne.Key)
            .ShouldBeNone("A test of CPython has one line.");
    }

    // The build for .NET Standard has no signals.
    private static bool IsOfTheOtherBuild(string test) =>
        typeof(Scheduler).GetMethod("AddSignalHandler") is null && test.StartsWith("Signals.", StringComparison.Ordinal);

    /// <summary>Each test by every name that tells it from all others: with and without the folder of its fixture.</summary>
    private static IEnumerable<string> TestsOfThisAssembly()
    {
        var fixtures = Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type is { IsAbstract: false, IsNested: false })
            .ToLookup(type => type.Name);

        return
            from namesakes in fixtures
            from fixture in namesakes
            from method in fixture.GetMethods()
            where IsTest(method)
            from name in NamesOf(fixture, isAlone: namesakes.Count() == 1)
            select $"{name}.{method.Name}";
    }

    private static IEnumerable<string> NamesOf(Type fixture, bool isAlone)
    {
        yield return $"{fixture.Namespace!.Split('.')[^1]}.{fixture.Name}";
        if (isAlone)
        {
            yield return fixture.Name;
        }
    }

    private static bool IsTest(MethodInfo method) =>
        method.IsDefined(typeof(TwinAttribute))
        || method.GetCustomAttributes().Any(attribute => attribute is ISimpleTestBuilder or ITestBuilder);
}
