using Microsoft.CodeAnalysis;

namespace Coroutines.Tests.Analyzers;

/// <summary>CORO010: what returns a .NET task, and is synchronous inside.</summary>
public sealed class BlockingTaskTests
{
    [Test]
    public void Message_SaysWhatBlocks_AndWhatToDo()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            IEnumerator<Awaitable> M()
            {
                yield return Await(Console.In.ReadLineAsync());
                yield return Await(Console.Out.WriteLineAsync("x"));
            }
            """);

        source.Messages.ShouldBe([
            "'Console.In.ReadLineAsync()' returns a task only when it is done, and everything stands still until then: 'ToThread(...)' reads on a thread",
            "'Console.Out.WriteLineAsync(...)' returns a task only when it is done, and everything stands still until then: "
                + "'Write' and 'WriteLine' do the same and say so, and 'ToThread(...)' writes on a thread",
        ]);
        source.Severities.ShouldBe([DiagnosticSeverity.Warning, DiagnosticSeverity.Warning]);
    }

    [Test]
    public void CallsOfTheConsole_InACoroutine_AreReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M()
        {
            yield return Await(Console.In.ReadLineAsync()); // CORO010
            yield return Await<string?>(Console.In.ReadLineAsync()).Into(out var line); // CORO010
            yield return Await(Console.In.ReadToEndAsync()); // CORO010
            yield return Await(Console.In.ReadAsync(new char[5], 0, 5)); // CORO010
            yield return Await(Console.In.ReadAsync(new char[5].AsMemory()).AsTask()); // CORO010
            yield return Await(Console.In.ReadBlockAsync(new char[5], 0, 5)); // CORO010
            yield return Await(Console.Out.WriteAsync("x")); // CORO010
            yield return Await(Console.Out.FlushAsync()); // CORO010
            yield return Await(Console.Error.WriteLineAsync("x")); // CORO010
            Task<string?> reading = Console.In.ReadLineAsync(); // CORO010
            yield return Await(reading);
        }
        """).ShouldBeAsMarked();

    [Test]
    public void CallsGivenToAwait_AreReported_WhereverThatIs() => AnalyzedSource.OfMembers("""
        Awaitable Line() => Await(Console.In.ReadLineAsync()); // CORO010

        IEnumerator<Awaitable> M()
        {
            yield return WaitFor(Await(token => Console.In.ReadLineAsync(token).AsTask()), 1); // CORO010
            yield return Await(Inner());
            IEnumerator<Awaitable> Inner()
            {
                yield return Await(token => { return Console.In.ReadToEndAsync(token); }); // CORO010
            }
        }
        """).ShouldBeAsMarked();

    [Test]
    public void VariablesAndSynchronizedOnes_AreSeenThrough() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(TextReader other)
        {
            TextReader input = Console.In;
            var output = TextWriter.Synchronized(new StringWriter());
            yield return Await(input.ReadLineAsync()); // CORO010
            yield return Await(output.WriteAsync("x")); // CORO010
            yield return Await(TextReader.Synchronized(other).ReadLineAsync()); // CORO010
        }
        """).ShouldBeAsMarked();

    [Test]
    public void CallsThatReturnBeforeTheyAreDone_AreNotReported() => AnalyzedSource.OfMembers("""
        IEnumerator<Awaitable> M(Stream stream, TextReader reader, StreamWriter writer)
        {
            var input = new StreamReader(Console.OpenStandardInput());
            yield return Await(input.ReadLineAsync());
            yield return Await(reader.ReadLineAsync());
            yield return Await(writer.WriteAsync("x"));
            yield return Await(stream.ReadAsync(new byte[5], 0, 5));
            yield return Await(File.ReadAllTextAsync("x"));
            yield return Await(new FileStream("x", FileMode.Open).ReadAsync(new byte[5], 0, 5));
            Console.In.ReadLine();
            Console.Out.Write("x");
        }
        """).ShouldBeAsMarked();

    [Test]
    public void CallsElsewhere_AreNotReported() => AnalyzedSource.OfMembers("""
        Task<string?> M() => Console.In.ReadLineAsync();

        IEnumerator<Awaitable> N(Scheduler scheduler)
        {
            yield return ToThread(() => Console.In.ReadLineAsync().Result);
            yield return ToThread(() => { Console.Out.WriteAsync("x").Wait(); });
            Task<string?> Local() => Console.In.ReadLineAsync();
        }
        """).ShouldBeAsMarked();

    [Test]
    public void SendOfADatagram_NeedNotBeYielded() => AnalyzedSource.OfMembers("""
        void M(CoDatagram endpoint)
        {
            endpoint.Send(new byte[1]);
            endpoint.SendTo(new byte[1], endpoint.LocalEndPoint);
            endpoint.Receive(); // CORO003
        }
        """).ShouldBeAsMarked();
}
