using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.VisualBasic;

namespace Coroutines.Tests.Analyzers;

/// <summary>Coroutines in Visual Basic: the same mistakes, found in the same words.</summary>
public sealed class VisualBasicTests
{
    [Test]
    public void Analyzers_ThatNeedNoSyntax_AreForBothLanguages() =>
        AllAnalyzers.Of(LanguageNames.VisualBasic).SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(static rule => rule.Id)
            .Order(StringComparer.Ordinal).ShouldBe(["CORO002", "CORO003", "CORO005", "CORO006", "CORO007", "CORO008", "CORO009", "CORO010"]);

    [Test]
    public void Mistakes_AreReported() => Find("""
        Iterator Function Main(task As Task) As IEnumerator(Of Awaitable)
            Greet("you")
            Sleep(1)
            Threading.Thread.Sleep(5)
            task.Wait()
            Dim outcome As Outcome = Nothing
            Yield Settle(Greet("them"), outcome)
            Timeout(10)
            While True
                Dim other As Outcome = Nothing
                Yield Settle(Greet("her"), other, includeCancellation:=True)
                Console.WriteLine(other.IsSuccess)
            End While
            Yield Await(Console.In.ReadLineAsync())
        End Function
        """).ShouldBe([
            "CORO002: Calling the coroutine 'Greet' runs nothing: write 'yield return Await(Greet(...))' to run it here, or 'CreateTask(Greet(...))' to run it side by side",
            "CORO003: 'Sleep' only says what to wait for, and nothing waits for it: write 'yield return Sleep(...)'",
            "CORO005: 'Threading.Thread.Sleep(...)' blocks the loop, and everything stands still until it is done: 'yield return Sleep(...)' waits and lets the others run",
            "CORO005: 'task.Wait()' blocks the loop, and everything stands still until it is done: 'yield return Await(...)' waits for the task and lets the others run",
            "CORO007: Nobody reads 'outcome', so that a failure is lost: look at it, call 'ThrowIfFailed()', or write 'out _' to lose it on purpose",
            "CORO008: 'Timeout(...)' limits all that follows in the coroutine: write 'using (Timeout(...))' around what it is meant for",
            "CORO009: 'Settle(...)' takes a cancel and the loop goes on, so that this coroutine cannot be ended: leave the loop when the outcome 'IsCancelled', or do not ask for cancels",
            "CORO010: 'Console.In.ReadLineAsync()' returns a task only when it is done, and everything stands still until then: 'ToThread(...)' reads on a thread",
        ]);

    [Test]
    public void RightCode_IsNotReported() => Find("""
        Iterator Function Main(task As Task, gate As CoLock) As IEnumerator(Of Awaitable)
            Yield Await(Greet("you"))
            Dim started = CreateTask(Greet("them"))
            Yield Sleep(1)
            Yield Await(task)
            task.Wait()
            Dim outcome As Outcome = Nothing
            Yield Settle(Greet("them"), outcome)
            Console.WriteLine(outcome.IsSuccess)
            Using Timeout(10)
                Yield started
            End Using
            Using limit = Timeout(10)
                Yield started
            End Using
            SyncLock gate
                Console.WriteLine("locked")
            End SyncLock
            While True
                Yield Settle(Greet("her"), outcome)
            End While
        End Function
        """).ShouldBeEmpty();

    private static IEnumerable<string> Find(string members)
    {
        string source = $"""
            Imports System
            Imports System.Collections.Generic
            Imports System.Threading.Tasks
            Imports Coroutines
            Imports Coroutines.Awaitable

            Class C
            {members}

            Iterator Function Greet(name As String) As IEnumerator(Of Awaitable)
                Yield Sleep(1)
            End Function
            End Class
            """;
        VisualBasicCompilation compilation = VisualBasicCompilation.Create(
            "Analyzed", [VisualBasicSyntaxTree.ParseText(source)], PlatformReferences.All, new VisualBasicCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        return compilation.WithAnalyzers(AllAnalyzers.Of(LanguageNames.VisualBasic)).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .OrderBy(static found => found.Location.SourceSpan.Start)
            .Select(static found => $"{found.Id}: {found.GetMessage(CultureInfo.InvariantCulture)}");
    }
}
