using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coroutines.Tests.Combinators;

/// <summary>Unity's compiler speaks C# 9, which knows neither collection expressions nor priorities among overloads.</summary>
public sealed class CombinatorCallsInCSharp9
{
    [Test]
    public void EachForm_IsUnambiguous_InCSharp9()
    {
        const string Source = """
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using Coroutines;
            using static Coroutines.Awaitable;

            public static class Calls
            {
                public static IEnumerator<Awaitable> Main(
                    CoTask plain, CoTask<int> task, Future<int> future, Future untyped, TaskGroup group, string[] names)
                {
                    Future<object?[]> a = Gather(plain, task, future, untyped, Await<int>(One()), Sleep(0), Try(Noop()), group);
                    Future<object?[]> b = Gather(plain, plain);
                    Future<object?[]> c = Gather(Noop(), One());
                    Future<object?[]> d = Gather(new List<CoTask> { plain, task });
                    Future<object?[]> e = Gather(new CoTask[] { plain, task });
                    Future<object?[]> f = Gather(new Awaitable[] { plain, Sleep(1) });
                    Future<object?[]> g = Gather(names.Select(_ => Sleep(1)));
                    Future<object?[]> h = Gather(names.Select(_ => Noop()));
                    Future<object?[]> i = Gather(new IAwaitable[] { plain, Sleep(1) });
                    Awaitable<int[]> j = Gather(task, task);
                    Awaitable<int[]> k = Gather(future, future);
                    Awaitable<int[]> l = Gather(task, future, Await<int>(One()), Try<int>(One()));
                    Awaitable<int[]> m = Gather<int>(One(), One());
                    Awaitable<int[]> n = Gather(new[] { task, task });
                    Awaitable<int[]> o = Gather(new List<Future<int>> { future });
                    Awaitable<int[]> p = Gather(names.Select(_ => Await<int>(One())));
                    Awaitable<int[]> q = Gather<int>(names.Select(_ => One()));
                    Awaitable<int[]> r = Gather(names.ToDictionary(name => name, _ => task).Values);
                    Awaitable<object[]> s = Gather<object>(Try<string>(One()), Try<Version>(One()));
                    Awaitable<Outcome[]> t = GatherOutcomes(plain, Sleep(1), future);
                    Awaitable<Outcome<int>[]> u = GatherOutcomes(task, future);
                    Awaitable<Outcome<int>[]> v = GatherOutcomes(new List<CoTask<int>> { task });
                    Future<(int Index, object? Result)> w = Race(plain, Sleep(1), future);
                    Awaitable<(int Index, int Result)> x = Race(task, future);
                    Awaitable<(int Index, int Result)> y = Race<int>(names.Select(_ => One()), delay: 1);
                    Future<(int Index, object? Result)> z = Race(names.Select(_ => Noop()), TimeSpan.FromSeconds(1));
                    yield return Settle(task, out Outcome<int> outcome);
                    yield return WaitFor(task, 1).Into(out Awaitable<int> inTime);
                    yield return Wait(new[] { plain }, timeout: 1);
                }

                private static IEnumerator<Awaitable> Noop() { yield break; }

                private static IEnumerator<Awaitable> One() { yield return Return(1); }
            }
            """;
        var compilation = CSharpCompilation.Create(
            "OldCalls",
            [CSharpSyntaxTree.ParseText(Source, new CSharpParseOptions(LanguageVersion.CSharp9))],
            PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        compilation.GetDiagnostics().Where(static found => found.Severity != DiagnosticSeverity.Hidden).ShouldBeEmpty();
    }
}
